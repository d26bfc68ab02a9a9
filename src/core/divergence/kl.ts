import type { LogprobArray } from "../distribution/logSoftmax";
import { klContribution } from "./contributions";
import { requireSameLength } from "./sameLength";

/**
 * KL(A‖B) = Σ p_A ln(p_A / p_B) in nats, from log-probabilities (V each), summed in float64.
 * +∞ where p_B = 0 < p_A for some token; tokens with p_A = 0 count nothing.
 *
 * Float32 log-probabilities make each mass miss 1 by up to 1e-6. That first-order error is taken out by summing
 * p_A ln(p_A / p_B) − p_A + p_B, which is the same for exact masses and never negative term by term.
 */
export function kl(a: LogprobArray, b: LogprobArray): number {
  requireSameLength("KL", a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const logprobA = a[i]!;
    const logprobB = b[i]!;
    sum += klContribution(logprobA, logprobB) + (Math.exp(logprobB) - Math.exp(logprobA));
  }
  return Math.max(0, sum);
}
