import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bootstrapMean, resampledMeans } from "./bootstrap";

describe("bootstrapMean", () => {
  test("holds the mean and nothing outside the values", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 40 }), (values) => {
        const mean = values.reduce<number>((sum, value) => sum + value, 0) / values.length;
        const { low, high } = bootstrapMean(values, { seed: 1, resamples: 200 });
        expect(low).toBeLessThanOrEqual(mean);
        expect(high).toBeGreaterThanOrEqual(mean);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
      }),
      { numRuns: 50 },
    );
  });

  test("of many coin flips is about two standard errors wide each way", () => {
    const values = Array.from({ length: 400 }, (_, index) => index % 2);
    const { low, high } = bootstrapMean(values, { seed: 3 });
    const error = 0.5 / Math.sqrt(400);
    expect((high - low) / (2 * 1.96 * error)).toBeGreaterThan(0.9);
    expect((high - low) / (2 * 1.96 * error)).toBeLessThan(1.1);
  });

  test("of equal values has no width, of none no ends", () => {
    expect(bootstrapMean([1, 1, 1], { seed: 1 })).toEqual({ low: 1, high: 1 });
    expect(bootstrapMean([], { seed: 1 })).toEqual({ low: NaN, high: NaN });
  });

  test("is the same for the same seed", () => {
    const values = [0, 1, 1, 0, 1, 0.5];
    expect(bootstrapMean(values, { seed: 5 })).toEqual(bootstrapMean(values, { seed: 5 }));
  });
});

describe("resampledMeans", () => {
  test("draws the same items for all columns", () => {
    const values = [0, 1, 3, 7];
    const [one, other] = resampledMeans([values, values.map((value) => 10 - value)], {
      seed: 2,
      resamples: 50,
    });
    expect([...one!].map((mean, index) => mean + other![index]!)).toEqual(Array(50).fill(10));
    expect(new Set(one).size).toBeGreaterThan(5);
  });

  test("of nothing are no numbers", () => {
    expect([...resampledMeans([[]], { seed: 1, resamples: 2 })[0]!]).toEqual([NaN, NaN]);
    expect(resampledMeans([], { seed: 1 })).toEqual([]);
  });
});
