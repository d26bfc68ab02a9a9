import { expect, test } from "vitest";
import { logSumExp } from "./logSumExp";

test("logSumExp adds masses given as logarithms", () => {
  expect(logSumExp([Math.log(0.25), Math.log(0.5)])).toBeCloseTo(Math.log(0.75), 15);
});

test("logSumExp of nothing, or of nothing possible, is −∞", () => {
  expect(logSumExp([])).toBe(-Infinity);
  expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
});

test("logSumExp survives masses beyond the range of numbers", () => {
  expect(logSumExp([-2000, -2000])).toBeCloseTo(-2000 + Math.LN2, 12);
  expect(logSumExp([2000, 2000])).toBeCloseTo(2000 + Math.LN2, 12);
});
