import { describe, expect, test } from "vitest";
import { golden } from "../../../tests/support/golden";
import { fromFloat16, toFloat16 } from "./float16";

const through = (value: number) => fromFloat16(toFloat16(Float32Array.of(value)))[0]!;

describe("float16", () => {
  test("has the golden bits: normal, subnormal, rounded, overflowing", () => {
    const { values, bits } = golden.float16;
    expect([...toFloat16(Float32Array.from(values))]).toEqual(bits);
  });

  test("gives every float16 back as it was", () => {
    const all = Uint16Array.from({ length: 0x10000 }, (_, pattern) => pattern);
    const isNaN16 = (pattern: number) => (pattern & 0x7c00) === 0x7c00 && (pattern & 0x3ff) !== 0;
    const numbers = all.filter((pattern) => !isNaN16(pattern));
    expect(toFloat16(fromFloat16(numbers))).toEqual(numbers);
    expect(fromFloat16(all.filter(isNaN16)).every(Number.isNaN)).toBe(true);
  });

  test("rounds to the nearest, a half to even", () => {
    // Between 2048 and 4096 float16 counts in twos.
    expect([2049, 2051, 2050.5, 2049.01].map(through)).toEqual([2048, 2052, 2050, 2050]);
  });

  test("rounds a mantissa of ones up into the next exponent", () => {
    expect(through(0.99999)).toBe(1);
    expect(through(2 ** -14 * 0.9999999)).toBe(2 ** -14);
  });

  test("counts units of 2^−24 below the least normal number, 2^−14", () => {
    const unit = 2 ** -24;
    expect([unit, 1.5 * unit, 2.5 * unit, 0.5 * unit, 0.51 * unit].map(through)).toEqual([
      unit,
      2 * unit,
      2 * unit,
      0,
      unit,
    ]);
  });

  test("keeps −∞, and makes −∞ of what is below −65520", () => {
    expect([-Infinity, -65520, -1e30, -65519, -65504].map(through)).toEqual([
      -Infinity,
      -Infinity,
      -Infinity,
      -65504,
      -65504,
    ]);
  });

  test("keeps log-probabilities of ordinary size to a relative 2^−11", () => {
    for (let value = -0.01; value > -100; value *= 1.01) {
      expect(Math.abs(through(value) / Math.fround(value) - 1)).toBeLessThanOrEqual(2 ** -11);
    }
  });

  test("reads a view into a larger buffer", () => {
    expect([...fromFloat16(toFloat16(Float32Array.of(9, -1, -2).subarray(1)))]).toEqual([-1, -2]);
  });
});
