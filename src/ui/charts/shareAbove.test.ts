import { expect, test } from "vitest";
import { shareAbove } from "./shareAbove";

test("the share above a threshold counts what exceeds it, +∞ included, and leaves NaN out", () => {
  expect(shareAbove([0.1, 0.2, 0.3, Infinity, NaN], 0.2)).toBe(0.5);
});

test("the share above a threshold is 0 where there is no value", () => {
  expect(shareAbove([], 0)).toBe(0);
  expect(shareAbove([NaN], 0)).toBe(0);
});
