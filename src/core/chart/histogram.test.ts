import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { histogram } from "./histogram";

const counts = (values: number[], bins: number) => histogram(values, [0, 1], bins).map(({ count }) => count);

describe("histogram", () => {
  test("has bins of equal width that span the domain", () => {
    expect(histogram([], [-1, 1], 4).map(({ x0, x1 }) => [x0, x1])).toEqual([
      [-1, -0.5],
      [-0.5, 0],
      [0, 0.5],
      [0.5, 1],
    ]);
  });

  test("counts a value on an edge in the upper bin, the last edge in the last bin", () => {
    expect(counts([0, 0.5, 1], 2)).toEqual([1, 2]);
  });

  test("counts what lies outside, infinities too, in the bin at that end", () => {
    expect(counts([-3, -Infinity, 7, Infinity], 4)).toEqual([2, 0, 0, 2]);
  });

  test("loses no value", () => {
    const value = fc.double({ noNaN: true });
    fc.assert(
      fc.property(fc.array(value), fc.integer({ min: 1, max: 50 }), (values, bins) => {
        expect(counts(values, bins).reduce((sum, count) => sum + count, 0)).toBe(values.length);
      }),
      { seed: 1 },
    );
  });

  test("refuses NaN, an empty domain and no bins", () => {
    expect(() => histogram([NaN], [0, 1], 3)).toThrow(/NaN/);
    expect(() => histogram([1], [1, 1], 3)).toThrow(/no 3 bins between 1 and 1/);
    expect(() => histogram([1], [0, 1], 0)).toThrow(/no 0 bins/);
  });
});
