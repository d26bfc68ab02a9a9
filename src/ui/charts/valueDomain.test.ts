import { describe, expect, test } from "vitest";
import { finiteRange, valueDomain } from "./valueDomain";

describe("finiteRange", () => {
  test("spans all series and says where the first highest value is", () => {
    expect(finiteRange([1, 4, 4], [2, -3])).toEqual({ low: -3, high: 4, highAt: 1 });
  });

  test("looks past NaN and ±∞", () => {
    expect(finiteRange([NaN, Infinity, 2, -Infinity])).toEqual({ low: 2, high: 2, highAt: 2 });
  });

  test("is null where no value is finite", () => {
    expect(finiteRange([])).toBeNull();
    expect(finiteRange([NaN, Infinity])).toBeNull();
  });
});

describe("valueDomain", () => {
  test("always contains 0", () => {
    expect(valueDomain(finiteRange([2, 3]))).toEqual([0, 3]);
    expect(valueDomain(finiteRange([-2, -1]))).toEqual([-2, 0]);
  });

  test("makes room for a finite threshold", () => {
    expect(valueDomain(finiteRange([0.001]), 0.1)).toEqual([0, 0.1]);
    expect(valueDomain(finiteRange([1]), Infinity)).toEqual([0, 1]);
    expect(valueDomain(finiteRange([0.5]), 0.2, -0.2)).toEqual([-0.2, 0.5]);
  });

  test("is [0, 1] where nothing differs from 0", () => {
    expect(valueDomain(null)).toEqual([0, 1]);
    expect(valueDomain(finiteRange([0, 0]))).toEqual([0, 1]);
  });
});
