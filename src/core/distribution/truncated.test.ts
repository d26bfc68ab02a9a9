import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLogprobs, logprobsOf, ofProbabilities } from "../../../tests/support/distributions";
import { ExpectedError } from "../errors";
import type { TruncatedDistribution } from "../model";
import { entropy } from "./entropy";
import { checkTruncated, entropyBounds, truncate } from "./truncated";

describe("truncate", () => {
  test("lists the k most probable tokens and the log mass of the others", () => {
    const { ids, logprobs, rest } = truncate(ofProbabilities(0.1, 0.5, 0.15, 0.25), 2);
    expect([...ids]).toEqual([1, 3]);
    expect([...logprobs].map(Math.exp)).toEqual([expect.closeTo(0.5, 7), expect.closeTo(0.25, 7)]);
    expect(rest).toBeCloseTo(Math.log(0.25), 6);
  });

  test("has a rest of −∞ where everything possible is listed", () => {
    expect(truncate(Float32Array.of(0, -Infinity, -Infinity), 2).rest).toBe(-Infinity);
  });

  test("keeps a rest far below float32's last digit", () => {
    expect(truncate(logprobsOf([0, -50, -51]), 1).rest).toBeCloseTo(
      Math.log(Math.exp(-50) + Math.exp(-51)),
      5,
    );
  });

  test("gives what checkTruncated accepts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }).chain(anyLogprobs), fc.nat({ max: 30 }), (logprobs, k) => {
        const truncated = truncate(logprobs, k);
        expect(checkTruncated(truncated, logprobs.length)).toBe(truncated);
      }),
    );
  });
});

describe("checkTruncated", () => {
  const good = { ids: Uint32Array.of(3, 1), logprobs: ofProbabilities(0.5, 0.25), rest: Math.log(0.25) };
  const bad: [string, Partial<TruncatedDistribution>, RegExp][] = [
    ["unequal lengths", { ids: Uint32Array.of(3) }, /lists 1 tokens but 2 log-probabilities/],
    ["an id outside the vocabulary", { ids: Uint32Array.of(3, 9) }, /token 9, outside the vocabulary of 5/],
    ["an id twice", { ids: Uint32Array.of(3, 3) }, /token 3 twice/],
    ["a mass that is not 1", { rest: Math.log(0.5) }, /mass of 1\.25000/],
    ["a NaN", { rest: NaN }, /mass of NaN/],
  ];

  test.each(bad)("refuses %s with the numbers", (_, change, message) => {
    const attempt = () => checkTruncated({ kind: "truncated", ...good, ...change }, 5);
    expect(attempt).toThrow(ExpectedError);
    expect(attempt).toThrow(message);
  });
});

describe("entropyBounds", () => {
  const distribution = (rest: number, ...listed: number[]): TruncatedDistribution => ({
    kind: "truncated",
    ids: Uint32Array.from(listed.keys()),
    logprobs: ofProbabilities(...listed),
    rest: Math.log(rest),
  });

  test("are equal where nothing is left", () => {
    const { lower, upper } = entropyBounds(distribution(0, 0.5, 0.5), { vocabSize: 10 });
    expect(lower).toBeCloseTo(Math.LN2, 7);
    expect(upper).toBe(lower);
  });

  test("are equal where one token is left", () => {
    const { lower, upper } = entropyBounds(distribution(0.25, 0.5, 0.25), { vocabSize: 3 });
    expect(lower).toBeCloseTo(1.5 * Math.LN2, 6);
    expect(upper).toBeCloseTo(lower, 12);
  });

  test("pack the rest into tokens of the cap, or into one token where no cap is known", () => {
    const truncated = distribution(0.5, 0.3, 0.2);
    const listed = -0.3 * Math.log(0.3) - 0.2 * Math.log(0.2);
    const packed = listed - 2 * 0.2 * Math.log(0.2) - 0.1 * Math.log(0.1);
    expect(entropyBounds(truncated, { vocabSize: 9, cap: Math.log(0.2) }).lower).toBeCloseTo(packed, 6);
    expect(entropyBounds(truncated, { vocabSize: 9 }).lower).toBeCloseTo(listed - 0.5 * Math.log(0.5), 6);
  });

  test("hold the exact entropy, with and without the cap", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }).chain(anyLogprobs), fc.nat({ max: 30 }), (logprobs, k) => {
        const truncated = truncate(logprobs, k);
        const cap = truncated.logprobs.at(-1);
        const exact = entropy(logprobs);
        for (const options of [{}, ...(cap === undefined ? [] : [{ cap }])]) {
          const { lower, upper } = entropyBounds(truncated, { vocabSize: logprobs.length, ...options });
          expect(lower).toBeLessThanOrEqual(exact + 1e-9);
          expect(upper).toBeGreaterThanOrEqual(exact - 1e-9);
        }
      }),
    );
  });
});
