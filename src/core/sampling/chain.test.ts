import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  anyLogprobs,
  logprobsOf,
  normalLogprobs,
  ofProbabilities,
} from "../../../tests/support/distributions";
import { golden } from "../../../tests/support/golden";
import { HAS_ORACLE, ORACLE, oracle } from "../../../tests/support/oracle";
import { mostProbable } from "../distribution/mostProbable";
import { process } from "./chain";
import type { SamplingSettings } from "./settings";

const OFF: SamplingSettings = { temperature: 1, topK: 0, topP: 1, minP: 0 };

const probabilities = (logprobs: Float32Array, change: Partial<SamplingSettings>) =>
  [...process(logprobs, { ...OFF, ...change })].map(Math.exp);

const kept = (logprobs: Float32Array, change: Partial<SamplingSettings>) =>
  probabilities(logprobs, change).flatMap((probability, id) => (probability > 0 ? [id] : []));

function expectClose(computed: readonly number[], expected: readonly number[]): void {
  expect(computed).toHaveLength(expected.length);
  const worst = Math.max(...expected.map((value, id) => Math.abs(computed[id]! - value)));
  expect(worst).toBeLessThan(1e-6);
  expect(computed.map((value) => value > 1e-20)).toEqual(expected.map((value) => value > 1e-20));
}

const settings = fc.record<SamplingSettings>({
  temperature: fc.constantFrom(0, 0.3, 1, 1.7),
  topK: fc.nat({ max: 30 }),
  topP: fc.constantFrom(0.01, 0.5, 0.9, 1),
  minP: fc.constantFrom(0, 0.05, 0.5, 1),
});
const distribution = fc.integer({ min: 1, max: 30 }).chain(anyLogprobs);

describe("process", () => {
  test("with everything off gives the same array back", () => {
    const logprobs = logprobsOf([1, 2, 3]);
    expect(process(logprobs, OFF)).toBe(logprobs);
  });

  test.each(golden.sampling.rows)(
    "gives the golden distribution of $settings",
    ({ settings, probabilities }) => {
      const computed = [...process(logprobsOf(golden.sampling.logits), settings)].map(Math.exp);
      expectClose(
        computed,
        golden.sampling.logits.map((_, id) => probabilities.get(id) ?? 0),
      );
    },
  );

  test.skipIf(!HAS_ORACLE)(`gives the filters of the ${ORACLE}`, () => {
    expect(oracle.sampling_filters.length).toBeGreaterThan(0);
    for (const { k, p, min_p, logits, probs } of oracle.sampling_filters) {
      const change = { topK: k ?? 0, topP: p ?? 1, minP: min_p ?? 0 };
      expectClose(probabilities(logprobsOf(logits), change), probs);
    }
  });

  test("at temperature 0 leaves the most probable token, ties to the lower id", () => {
    expect(
      probabilities(logprobsOf([1, 3, 2, 3]), { temperature: 0, topK: 3, topP: 0.5, minP: 0.1 }),
    ).toEqual([0, 1, 0, 0]);
  });

  test("top-k keeps k, ties to the lower id", () => {
    expect(kept(logprobsOf([1, 2, 2, 2, 0]), { topK: 2 })).toEqual([1, 2]);
    expect(kept(logprobsOf([1, 2]), { topK: 5 })).toEqual([0, 1]);
  });

  test("top-p keeps the token that crosses, and at least one", () => {
    const logprobs = ofProbabilities(0.1, 0.5, 0.4);
    expect(kept(logprobs, { topP: 0.6 })).toEqual([1, 2]);
    expect(kept(logprobs, { topP: 0.4 })).toEqual([1]);
    expect(kept(logprobs, { topP: 0 })).toEqual([1]);
  });

  test("top-p reaches into the thousands where the distribution is flat", () => {
    expect(kept(logprobsOf(new Array<number>(5000).fill(0)), { topP: 0.5 }).length).toBeCloseTo(2500, -1);
  });

  test.each([0.3, 0.9, 0.999, 1 - 1e-9])(
    "top-p = %d of 10 007 tokens is what sorting them all gives",
    (topP) => {
      for (const scale of [0.3, 3]) {
        const logprobs = normalLogprobs(10_007, 1, scale);
        const sorted = [...logprobs.keys()].sort((x, y) => logprobs[y]! - logprobs[x]! || x - y);
        let mass = 0;
        const crossing = sorted.findIndex((id) => (mass += Math.exp(logprobs[id]!)) >= topP);
        const nucleus = crossing < 0 ? sorted : sorted.slice(0, crossing + 1);
        expect(kept(logprobs, { topP })).toEqual(nucleus.sort((x, y) => x - y));
      }
    },
  );

  test("min-p keeps what is probable enough beside the best", () => {
    const logprobs = ofProbabilities(0.05, 0.5, 0.2, 0.25);
    expect(kept(logprobs, { minP: 0.45 })).toEqual([1, 3]);
    expect(kept(logprobs, { minP: 1 })).toEqual([1]);
  });

  test("applies each filter to what the one before left", () => {
    // Of 0.4, 0.3, 0.2, 0.1 top-k leaves 0.57, 0.43; half of that is reached by the first alone.
    expect(kept(ofProbabilities(0.4, 0.3, 0.2, 0.1), { topK: 2, topP: 0.5 })).toEqual([0]);
    expect(kept(ofProbabilities(0.4, 0.3, 0.2, 0.1), { topP: 0.5 })).toEqual([0, 1]);
  });

  test("always leaves a distribution that holds the most probable token and nothing impossible", () => {
    fc.assert(
      fc.property(distribution, settings, (logprobs, chosen) => {
        const processed = process(logprobs, chosen);
        const mass = processed.reduce((sum, logprob) => sum + Math.exp(logprob), 0);
        expect(Math.abs(mass - 1)).toBeLessThan(1e-5);
        expect(processed[mostProbable(logprobs)]).toBeGreaterThan(-Infinity);
        expect(processed.some((logprob, id) => logprob > -Infinity && logprobs[id] === -Infinity)).toBe(
          false,
        );
      }),
    );
  });

  test("never changes its argument", () => {
    fc.assert(
      fc.property(distribution, settings, (logprobs, chosen) => {
        const before = logprobs.slice();
        process(logprobs, chosen);
        expect(logprobs).toEqual(before);
      }),
    );
  });
});
