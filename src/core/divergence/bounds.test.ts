import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyTruncatedPair, logprobsOf, normalLogprobs } from "../../../tests/support/distributions";
import { golden } from "../../../tests/support/golden";
import { truncate } from "../distribution/truncated";
import type { FullDistribution, TruncatedDistribution } from "../model";
import { jsBounds, klBounds, totalVariationBounds } from "./bounds";
import { js } from "./js";
import { kl } from "./kl";
import { totalVariation } from "./totalVariation";

const KINDS = [
  { name: "KL", bounds: klBounds, exact: kl, most: Infinity },
  { name: "JS", bounds: jsBounds, exact: js, most: Math.LN2 },
  { name: "total variation", bounds: totalVariationBounds, exact: totalVariation, most: 1 },
] as const;

/** How far a value may be from its bound for rounding alone: float32 masses miss 1 by up to 1e-6. */
const slack = (value: number) => (value === Infinity ? 0 : 1e-6 * (1 + value));

const full = (logprobs: Float32Array): FullDistribution => ({ kind: "full", logprobs });

/** Listed probabilities by id; what they leave is the rest. */
function listing(probabilities: ReadonlyMap<number, number>): TruncatedDistribution {
  const mass = [...probabilities.values()].reduce((sum, probability) => sum + probability, 0);
  return {
    kind: "truncated",
    ids: Uint32Array.from(probabilities.keys()),
    logprobs: Float32Array.from(probabilities.values(), Math.log),
    rest: Math.log(Math.max(0, 1 - mass)),
  };
}

describe.each(KINDS)("bounds of $name", ({ bounds, exact, most }) => {
  test("hold the exact value, however much is listed", () => {
    fc.assert(
      fc.property(anyTruncatedPair, ({ a, b, listedA, listedB }) => {
        const value = exact(a, b);
        for (const options of [{}, { vocabSize: a.length }]) {
          const { lower, upper } = bounds(listedA, listedB, options);
          expect(lower).toBeLessThanOrEqual(value + slack(value));
          expect(upper).toBeGreaterThanOrEqual(value - slack(value));
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(upper).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  test("meet where both sides list everything, and are the exact value", () => {
    fc.assert(
      fc.property(anyTruncatedPair, ({ a, b }) => {
        const { lower, upper } = bounds(full(a), full(b));
        const value = exact(a, b);
        if (value === Infinity) expect([lower, upper]).toEqual([Infinity, Infinity]);
        else {
          expect(Math.abs(lower - value)).toBeLessThan(1e-9 * (1 + value));
          expect(Math.abs(upper - value)).toBeLessThan(1e-9 * (1 + value));
        }
      }),
    );
  });

  test("hold the exact value where one side is full and the other lists a few", () => {
    fc.assert(
      fc.property(anyTruncatedPair, ({ a, b, listedB }) => {
        const value = exact(a, b);
        const { lower, upper } = bounds(full(a), listedB);
        expect(lower).toBeLessThanOrEqual(value + slack(value));
        expect(upper).toBeGreaterThanOrEqual(value - slack(value));
      }),
    );
  });

  test("only tighten when more is listed", () => {
    const [a, b] = [normalLogprobs(200, 1), normalLogprobs(200, 2)];
    const widths = [0, 1, 5, 20, 100, 200].map((k) => bounds(truncate(a, k), truncate(b, k)));
    widths.slice(1).forEach((tighter, index) => {
      const wider = widths[index]!;
      expect(tighter.lower).toBeGreaterThanOrEqual(wider.lower - 1e-9);
      expect(tighter.upper).toBeLessThanOrEqual(wider.upper + 1e-9);
    });
  });

  test("of nothing listed say nothing", () => {
    const nothing = listing(new Map());
    expect(bounds(nothing, nothing)).toEqual({ lower: 0, upper: most });
  });
});

describe("lower bounds", () => {
  test.each(golden.truncated)(
    "are the least an optimizer finds over all completions: $name",
    ({ a, b, lower }) => {
      const [listedA, listedB] = [listing(a), listing(b)];
      expect(klBounds(listedA, listedB).lower).toBeCloseTo(lower.kl, 5);
      expect(jsBounds(listedA, listedB).lower).toBeCloseTo(lower.js, 5);
      expect(totalVariationBounds(listedA, listedB).lower).toBeCloseTo(lower.totalVariation, 5);
    },
  );

  test("know that nothing can hide where the whole vocabulary is listed by one side or the other", () => {
    const [a, b] = [listing(new Map([[0, 0.4]])), listing(new Map([[1, 0.4]]))];
    expect(totalVariationBounds(a, b).lower).toBe(0);
    expect(totalVariationBounds(a, b, { vocabSize: 2 }).lower).toBeCloseTo(0.2, 6);
  });
});

describe("the upper bound of KL", () => {
  test("is finite where A holds nothing beyond what B lists", () => {
    const a = logprobsOf([1, 2, -Infinity, -Infinity]);
    const b = logprobsOf([2, 1, 0, -1]);
    const { lower, upper } = klBounds(truncate(a, 2), truncate(b, 2));
    expect(lower).toBeCloseTo(kl(a, b), 5);
    expect(upper).toBeCloseTo(kl(a, b), 5);
  });

  test("is ∞ as soon as A has a rest", () => {
    const [a, b] = [normalLogprobs(50, 1), normalLogprobs(50, 2)];
    expect(klBounds(truncate(a, 20), truncate(b, 50)).upper).toBe(Infinity);
  });
});
