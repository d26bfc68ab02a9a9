import { expect, test } from "vitest";
import { LONGEST_PRINTED_LINK, printedLink } from "./printedLink";

const PAGE = "https://example.org/lab/";

test("a short link is printed with its state", () => {
  expect(printedLink(`${PAGE}#/compare?r=old`, "#/compare?r=carry")).toEqual({
    address: `${PAGE}#/compare?r=carry`,
    whole: true,
  });
});

test("of a link too long to type only the page is printed, and it says so", () => {
  expect(printedLink(PAGE, `#${"x".repeat(LONGEST_PRINTED_LINK)}`)).toEqual({ address: PAGE, whole: false });
});
