import { expect, test } from "vitest";
import { verdict } from "./verdict";

test.each([
  ["so \\boxed{3}", { right: true, given: "3", expected: "3" }],
  ["so \\boxed{ 03 }", { right: true, given: "03", expected: "3" }],
  ["so \\boxed{2}", { right: false, given: "2", expected: "3" }],
  ["so 3", { right: false, given: undefined, expected: "3" }],
  ["so \\boxed{", { right: false, given: undefined, expected: "3" }],
  ["", { right: false, given: undefined, expected: "3" }],
])("%j is judged as %j", (solution, expected) => {
  expect(verdict(solution, "3")).toEqual(expected);
});
