import { describe, expect, test } from "vitest";
import { countAbove, isAbove } from "./above";

describe("isAbove", () => {
  test("looks at the size, and the threshold itself is not above", () => {
    expect([0.1, 0.11, -0.11, Infinity, -Infinity, NaN].map((value) => isAbove(value, 0.1))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe("countAbove", () => {
  test("counts what exceeds the threshold in size, infinities included, and leaves NaN out", () => {
    expect(countAbove(Float64Array.of(0, 0.2, -3, NaN, Infinity), 0.1)).toBe(3);
    expect(countAbove([0.1, 0.2, 0.3, Infinity, NaN], 0.2)).toBe(2);
  });

  test("is 0 where there is no value", () => {
    expect(countAbove([], 0)).toBe(0);
    expect(countAbove([NaN], 0)).toBe(0);
  });
});
