import { expect, test } from "vitest";
import { reasonNumbers } from "./reasonNumbers";
import { hysteresisRule } from "./rule";

const NAMES = ["JS", "KL A‖B", "H(A)"];
const BOUNDS = { threshold: 0.1, switchBack: 0.05 };

test.each([
  ["JS", 0.205, { before: "", name: "JS", signal: 0.205, sign: ">" }],
  ["mean KL A‖B", 0.05, { before: "mean", name: "KL A‖B", signal: 0.05, sign: "<" }],
  ["H(A)", Infinity, { before: "", name: "H(A)", signal: Infinity, sign: ">" }],
])("what the rule wrote of %s %d is read again", (name, signal, read) => {
  const { reason } = hysteresisRule("a", signal, BOUNDS, name);
  expect(reasonNumbers(reason, NAMES)).toEqual({ ...read, bound: 0.1, after: "" });
});

test("what the budget adds stays as it is", () => {
  expect(reasonNumbers("JS 0.2 ≥ 0.15, 1 of 3 spent", NAMES)).toEqual({
    before: "",
    name: "JS",
    signal: 0.2,
    sign: "≥",
    bound: 0.15,
    after: ", 1 of 3 spent",
  });
});

test("other reasons have no numbers", () => {
  for (const reason of ["by hand", "always B", "drawn by the seed", "TV 0.3 > 0.2", "JS much > 0.1", ""]) {
    expect(reasonNumbers(reason, NAMES)).toBeUndefined();
  }
});
