import { expect, test } from "vitest";
import { entropyEnd } from "./entropyEnd";

test("the colours end at the largest entropy, rounded up to half a nat, and never below a choice between two", () => {
  expect(entropyEnd(Float64Array.of(0.1, 2.2, NaN))).toBe(2.5);
  expect(entropyEnd(Float64Array.of(0.01))).toBe(Math.LN2);
  expect(entropyEnd(new Float64Array(0))).toBe(Math.LN2);
  expect(entropyEnd(Float64Array.of(NaN, Infinity))).toBe(Math.LN2);
});
