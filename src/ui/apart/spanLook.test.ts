import { expect, test } from "vitest";
import { strengthOf } from "../charts/scales";
import { bitsApart, DIFFERENCE_SCALE } from "./spanLook";

test("bits apart are positive, B's side of the colours, where A was more surprised", () => {
  expect(bitsApart(3 * Math.LN2, Math.LN2)).toBeCloseTo(2, 12);
  expect(strengthOf(DIFFERENCE_SCALE, bitsApart(3, 1))).toBeGreaterThan(0);
  expect(strengthOf(DIFFERENCE_SCALE, bitsApart(1, 3))).toBeLessThan(0);
});

test("what both rule out is no difference, what one rules out is as far as can be", () => {
  expect(bitsApart(Infinity, Infinity)).toBe(0);
  expect(bitsApart(Infinity, 2)).toBe(Infinity);
});
