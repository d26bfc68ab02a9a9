import { expect, test } from "vitest";
import { SETTINGS } from "../../../core/config/settings";
import { typedNumber } from "./typedNumber";

const { budgetTokens, averageFactor } = SETTINGS;

test("what is allowed is taken without a word", () => {
  expect(typedNumber(budgetTokens, " 12 ")).toEqual({ value: 12 });
  expect([typedNumber(averageFactor, "0,25"), typedNumber(averageFactor, "5e-1")]).toEqual([
    { value: 0.25 },
    { value: 0.5 },
  ]);
});

test("what lies outside is put right, and said", () => {
  expect(typedNumber(budgetTokens, "9999")).toEqual({
    value: 4096,
    problem: { type: "most", typed: "9999", used: 4096 },
  });
  expect(typedNumber(budgetTokens, "-4")).toEqual({
    value: 0,
    problem: { type: "least", typed: "-4", used: 0 },
  });
  expect(typedNumber(budgetTokens, "2.7")).toEqual({
    value: 3,
    problem: { type: "rounded", typed: "2.7", used: 3 },
  });
});

test("what is no number changes nothing, and is said", () => {
  for (const typed of ["", "abc", "Infinity", "NaN", "1 2"]) {
    expect(typedNumber(budgetTokens, typed)).toEqual({ problem: { type: "no-number", typed } });
  }
});
