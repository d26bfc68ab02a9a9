import { jsBounds } from "../divergence/bounds";
import { logSumExp } from "../distribution/logSumExp";
import type { Differences } from "./tolerance";
import { distributionOf, type ReferenceRow } from "./reference";

/**
 * How far a distribution (V log-probabilities) lies from a row of reference values. What is no number, and a listed
 * token that has no probability at all, is infinitely far in log-probability.
 */
export function differences(logprobs: Float32Array, row: ReferenceRow): Differences {
  const expected = distributionOf(row);
  const found: Differences = { probability: 0, logprob: 0, js: 0 };
  const others = logprobs.slice();
  row.ids.forEach((id, index) => {
    const [right, given] = [row.logprobs[index] as number, logprobs[id] as number];
    found.probability = larger(found.probability, Math.exp(given) - Math.exp(right));
    found.logprob = larger(found.logprob, given - right);
    others[id] = -Infinity;
  });
  const rest = logSumExp(others);
  found.probability = larger(found.probability, Math.exp(rest) - Math.exp(expected.rest));
  const listed = Float32Array.from(row.ids, (id) => logprobs[id] as number);
  // Both list the same tokens, so the lower bound is the divergence with the rest merged.
  const given = { kind: "truncated", ids: expected.ids, logprobs: listed, rest } as const;
  found.js = larger(0, jsBounds(expected, given).lower);
  return found;
}

/** The greater size; NaN is as large as can be. */
function larger(size: number, value: number): number {
  return Number.isNaN(value) ? Infinity : Math.max(size, Math.abs(value));
}
