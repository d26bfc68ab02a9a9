import type { LogprobArray } from "../distribution/logSoftmax";
import { requireSameLength } from "./sameLength";

/** Total variation ½ Σ |p_A − p_B|, within [0, 1], from log-probabilities (V each), summed in float64. */
export function totalVariation(a: LogprobArray, b: LogprobArray): number {
  requireSameLength("Total variation", a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(Math.exp(a[i]!) - Math.exp(b[i]!));
  return Math.min(1, 0.5 * sum);
}
