import { describe, expect, test } from "vitest";
import { float64Logprobs, logprobsOf } from "../../../tests/support/distributions";
import { HAS_ORACLE, ORACLE, oracle } from "../../../tests/support/oracle";
import { pairStatistics } from "../compare/position";
import { pairStatisticsFast } from "../compare/positionFast";
import type { PairStatistics } from "../compare/position";
import { entropy } from "../distribution/entropy";
import { mostProbable } from "../distribution/mostProbable";
import { withTemperature } from "../distribution/temperature";
import { topK } from "../distribution/topK";
import { entropyBounds } from "../distribution/truncated";
import type { TruncatedDistribution } from "../model";
import { jsBounds, klBounds } from "./bounds";
import { js } from "./js";
import { kl } from "./kl";
import { totalVariation } from "./totalVariation";

/** |computed − expected| relative to 1 + |expected|; 0 where both are the same infinity. */
function error(computed: number, expected: number): number {
  return computed === expected ? 0 : Math.abs(computed - expected) / (1 + Math.abs(expected));
}

/** What is left of a distribution when exactly these ids are listed. */
function listing(logprobs: Float32Array, ids: readonly number[]): TruncatedDistribution {
  const listed = new Set(ids);
  const others = [...logprobs.keys()].filter((id) => !listed.has(id));
  const rest = others.reduce((sum, id) => sum + Math.exp(logprobs[id]!), 0);
  return {
    kind: "truncated",
    ids: Uint32Array.from(ids),
    logprobs: Float32Array.from(ids, (id) => logprobs[id]!),
    rest: Math.log(rest),
  };
}

describe.skipIf(!HAS_ORACLE)(`divergences against the ${ORACLE}`, () => {
  test("the oracle has its sixteen pairs", () => {
    expect(oracle.cases).toHaveLength(16);
  });

  test.each(oracle.cases)("$name: the formulas in float64, to 1e-11", (pair) => {
    const [p, q] = [float64Logprobs(pair.P_logits), float64Logprobs(pair.Q_logits)];
    expect(error(entropy(p), pair.values.H_P)).toBeLessThan(1e-11);
    expect(error(entropy(q), pair.values.H_Q)).toBeLessThan(1e-11);
    expect(error(kl(p, q), pair.values.KL_PQ)).toBeLessThan(1e-11);
    expect(error(kl(q, p), pair.values.KL_QP)).toBeLessThan(1e-11);
    expect(error(js(p, q), pair.values.JS)).toBeLessThan(1e-11);
    expect(error(totalVariation(p, q), pair.total_variation)).toBeLessThan(1e-11);
  });

  test.each(oracle.cases)(
    "$name: logits to float32 log-probabilities to statistics, plain and fast",
    (pair) => {
      const [p, q] = [logprobsOf(pair.P_logits), logprobsOf(pair.Q_logits)];
      const expected: PairStatistics = {
        entropyA: pair.values.H_P,
        entropyB: pair.values.H_Q,
        klAB: pair.values.KL_PQ,
        klBA: pair.values.KL_QP,
        js: pair.values.JS,
        totalVariation: pair.total_variation,
      };
      for (const computed of [pairStatistics(p, q), pairStatisticsFast(p, q)]) {
        for (const [name, value] of Object.entries(expected)) {
          expect(error(computed[name as keyof PairStatistics], value)).toBeLessThan(1e-6);
        }
      }
      expect(mostProbable(p) === mostProbable(q)).toBe(pair.argmax_agree);
    },
  );

  test.each(oracle.cases)("$name: bounds from the top k of P with one tail outcome", (pair) => {
    const [p, q] = [logprobsOf(pair.P_logits), logprobsOf(pair.Q_logits)];
    for (const { k, kl, js, entropyLower, entropyUpper } of pair.topk) {
      const indices = [...topK(p, k).ids];
      const [listedP, listedQ] = [listing(p, indices), listing(q, indices)];
      expect(error(klBounds(listedP, listedQ).lower, kl)).toBeLessThan(1e-6);
      expect(error(jsBounds(listedP, listedQ).lower, js)).toBeLessThan(1e-6);
      const options = { vocabSize: p.length, cap: Math.min(...listedP.logprobs) };
      expect(error(entropyBounds(listedP, options).lower, entropyLower)).toBeLessThan(1e-6);
      expect(error(entropyBounds(listedP, options).upper, entropyUpper)).toBeLessThan(1e-6);
    }
  });

  test.each(oracle.temperature)(
    "temperature $temperature",
    ({ logits, temperature, probs, entropy: expected }) => {
      const logprobs = withTemperature(logprobsOf(logits), temperature);
      probs.forEach((probability, id) => {
        expect(Math.abs(Math.exp(logprobs[id]!) - probability)).toBeLessThan(1e-6);
      });
      expect(error(entropy(logprobs), expected)).toBeLessThan(1e-6);
    },
  );
});
