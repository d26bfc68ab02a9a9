import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLogprobs, logprobsOf } from "../../../tests/support/distributions";
import { entropy } from "./entropy";
import { mostProbable } from "./mostProbable";
import { withTemperature } from "./temperature";

const distribution = fc.integer({ min: 2, max: 30 }).chain(anyLogprobs);

describe("withTemperature", () => {
  test("at 1 gives the same array back", () => {
    const logprobs = logprobsOf([1, 2, 3]);
    expect(withTemperature(logprobs, 1)).toBe(logprobs);
  });

  test("is the same as dividing the logits", () => {
    const logits = [0.5, -1, 2, 0];
    const divided = logprobsOf(logits.map((logit) => logit / 0.7));
    withTemperature(logprobsOf(logits), 0.7).forEach((logprob, id) =>
      expect(logprob).toBeCloseTo(divided[id]!, 5),
    );
  });

  test("towards 0 leaves all mass on the most probable token", () => {
    expect([...withTemperature(logprobsOf([1, 1.5, 0]), 1e-3)].map(Math.exp)).toEqual([
      expect.closeTo(0, 10),
      1,
      0,
    ]);
  });

  test("towards ∞ becomes uniform over the possible tokens", () => {
    const hot = withTemperature(logprobsOf([5, -3, 0, -Infinity]), 1e9);
    for (const id of [0, 1, 2]) expect(Math.exp(hot[id]!)).toBeCloseTo(1 / 3, 6);
    expect(hot[3]).toBe(-Infinity);
  });

  test("never reorders tokens, and a higher one never lowers the entropy", () => {
    const temperature = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(distribution, temperature, temperature, (logprobs, x, y) => {
        const cold = withTemperature(logprobs, Math.min(x, y));
        const warm = withTemperature(logprobs, Math.max(x, y));
        expect(cold[mostProbable(logprobs)]).toBe(cold.reduce((max, value) => Math.max(max, value)));
        expect(entropy(cold)).toBeLessThanOrEqual(entropy(warm) + 1e-5);
      }),
    );
  });
});
