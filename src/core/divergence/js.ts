import type { LogprobArray } from "../distribution/logSoftmax";
import { jsContribution } from "./contributions";
import { requireSameLength } from "./sameLength";

/**
 * Jensen–Shannon divergence ½ KL(A‖M) + ½ KL(B‖M), M = ½ (A + B), in nats, from log-probabilities (V each), summed in
 * float64. Symmetric, finite, within [0, ln 2]: 0 for equal, ln 2 for disjoint distributions.
 */
export function js(a: LogprobArray, b: LogprobArray): number {
  requireSameLength("JS", a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += jsContribution(a[i]!, b[i]!);
  return Math.min(Math.LN2, sum);
}
