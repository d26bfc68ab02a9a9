import { expect, test } from "vitest";
import { strings } from "../../../strings";

const words = strings.mix;
const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("the answer before is named by α alone where only that changed, and by its mixture where that did", () => {
  expect(plain(words.same(words.mixtureBefore(3, undefined, false)))).toBe("The same tokens as at α = 3.00.");
  expect(plain(words.same(words.mixtureBefore(3, "interpolate", false)))).toBe(
    "The same tokens as with “between A and B” at α = 3.00.",
  );
  expect(plain(words.differs(0, words.mixtureBefore(3, undefined, true)))).toBe(
    "From token 1 on it is another text than with another C at α = 3.00.",
  );
});

test("the strip's legend is about a mark that stands there", () => {
  expect(words.sweep.legend(0)).toMatch(/^≠ 1: from token 1 on another text than the one before\./);
  expect(words.sweep.legend(undefined)).not.toContain("≠");
});
