import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyPair, float64Logprobs, logprobsOf, ofProbabilities } from "../../../tests/support/distributions";
import { golden } from "../../../tests/support/golden";
import { js } from "./js";
import { kl } from "./kl";
import { totalVariation } from "./totalVariation";

const ONE_HOT = Float32Array.of(0, -Infinity, -Infinity);
const OTHER_ONE_HOT = Float32Array.of(-Infinity, 0, -Infinity);
const UNIFORM = logprobsOf([1, 1, 1]);

/** ln(e^x + e^y), safe where both underflow. */
function logAddExp(x: number, y: number): number {
  const greater = Math.max(x, y);
  return greater === -Infinity ? greater : greater + Math.log1p(Math.exp(Math.min(x, y) - greater));
}

/** Adds up groups of two neighbouring tokens: what is left when the difference inside a group is not seen. */
function merged(logprobs: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.ceil(logprobs.length / 2) }, (_, group) =>
    logAddExp(logprobs[2 * group]!, logprobs[2 * group + 1] ?? -Infinity),
  );
}

describe("the divergences", () => {
  test.each(golden.pairs)("give the golden values: $name", ({ a, b, values }) => {
    const digits = {
      exact: [float64Logprobs(a), float64Logprobs(b)],
      float32: [logprobsOf(a), logprobsOf(b)],
    };
    for (const [rows, tolerance] of [
      [digits.exact, 1e-11],
      [digits.float32, 1e-6],
    ] as const) {
      const [p, q] = [rows[0]!, rows[1]!];
      const computed = [kl(p, q), kl(q, p), js(p, q), totalVariation(p, q)];
      const expected = [values.klAB, values.klBA, values.js, values.totalVariation];
      computed.forEach((value, index) => {
        const goal = expected[index]!;
        if (value !== goal) expect(Math.abs(value - goal) / (1 + Math.abs(goal))).toBeLessThan(tolerance);
      });
    }
  });

  test("are 0 for a distribution and itself", () => {
    fc.assert(
      fc.property(anyPair, ([a]) => {
        expect([kl(a, a), js(a, a), totalVariation(a, a)]).toEqual([0, 0, 0]);
      }),
    );
  });

  test("of one-hot distributions on different tokens are ∞, ln 2 and 1", () => {
    expect(kl(ONE_HOT, OTHER_ONE_HOT)).toBe(Infinity);
    expect(js(ONE_HOT, OTHER_ONE_HOT)).toBe(Math.LN2);
    expect(totalVariation(ONE_HOT, OTHER_ONE_HOT)).toBe(1);
  });

  test("KL is ∞ only where the second rules out what the first allows", () => {
    expect(kl(ONE_HOT, UNIFORM)).toBeCloseTo(Math.log(3), 6);
    expect(kl(UNIFORM, ONE_HOT)).toBe(Infinity);
  });

  test("JS and TV are symmetric", () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        expect(js(a, b)).toBe(js(b, a));
        expect(totalVariation(a, b)).toBe(totalVariation(b, a));
      }),
    );
  });

  test("stay in their ranges: KL ≥ 0, 0 ≤ JS ≤ ln 2, 0 ≤ TV ≤ 1", () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        expect(kl(a, b)).toBeGreaterThanOrEqual(0);
        expect(js(a, b)).toBeGreaterThanOrEqual(0);
        expect(js(a, b)).toBeLessThanOrEqual(Math.LN2);
        expect(totalVariation(a, b)).toBeGreaterThanOrEqual(0);
        expect(totalVariation(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("never grow when tokens are merged (data-processing inequality)", () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        for (const divergence of [kl, js, totalVariation]) {
          const coarse = divergence(merged(a), merged(b));
          const fine = divergence(a, b);
          if (fine < Infinity) expect(coarse).toBeLessThanOrEqual(fine + 1e-6 * (1 + fine));
        }
      }),
    );
  });

  test("keep to Pinsker's inequality: TV² ≤ KL / 2", () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        expect(totalVariation(a, b) ** 2).toBeLessThanOrEqual(kl(a, b) / 2 + 1e-6);
      }),
    );
  });

  test("JS is half the KL of each to their mean", () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        const mean = Float64Array.from(a, (logprob, id) => logAddExp(logprob, b[id]!) - Math.LN2);
        expect(js(a, b)).toBeCloseTo(0.5 * kl(a, mean) + 0.5 * kl(b, mean), 6);
      }),
    );
  });

  test("of nearly equal distributions keep their digits, though float32 masses miss 1 by 1e-7", () => {
    const shift = 1e-3;
    const a = ofProbabilities(0.3, 0.5, 0.2);
    const b = ofProbabilities(0.3 + shift, 0.5 - shift, 0.2);
    const expected = 0.3 * Math.log(0.3 / (0.3 + shift)) + 0.5 * Math.log(0.5 / (0.5 - shift));
    expect(Math.abs(kl(a, b) / expected - 1)).toBeLessThan(1e-3);
    expect(Math.abs(js(a, b) / (expected / 4) - 1)).toBeLessThan(1e-2);
  });

  test.each([
    ["KL", kl],
    ["JS", js],
    ["Total variation", totalVariation],
  ])("%s refuses unequal lengths and names both", (name, divergence) => {
    expect(() => divergence(UNIFORM, Float32Array.of(0))).toThrow(
      `${name}: A has 3 log-probabilities, B has 1`,
    );
  });
});
