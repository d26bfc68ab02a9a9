import { logSoftmax } from "../../distribution/logSoftmax";
import { ExpectedError } from "../../errors";

/** How several models' next-token distributions become one, in log space. */
export interface Mixture {
  /** "interpolate": (1 − α)·A + α·B. "proxy": A + α·(B − C), proxy-tuning (Liu et al., 2024, arXiv 2401.08565). */
  type: "interpolate" | "proxy";
  /** 0 is A alone. Beyond 1 B's difference is exaggerated. */
  alpha: number;
}

/** Log-probabilities of one position, (V) each. Without C, C is A. */
export interface MixedRows {
  a: Float32Array;
  b: Float32Array;
  c?: Float32Array | undefined;
}

/**
 * The mixture's log-probabilities (V): the weighted sum of the log-probabilities, normalised. A token that a model
 * with a weight rules out (−∞) is ruled out, also where the weight is negative.
 *
 * @throws ExpectedError "bad-input" where no token is left
 */
export function mix({ a, b, c = a }: MixedRows, { type, alpha }: Mixture): Float32Array {
  const own = c === a;
  const weightA = type === "interpolate" || own ? 1 - alpha : 1;
  const weightC = type === "interpolate" || own ? 0 : -alpha;
  const sums = new Float32Array(a.length);
  let possible = false;
  for (let id = 0; id < a.length; id++) {
    const sum = term(weightA, a[id]!) + term(alpha, b[id]!) + term(weightC, c[id]!);
    sums[id] = Number.isNaN(sum) || sum === Infinity ? -Infinity : sum;
    possible ||= sums[id]! > -Infinity;
  }
  if (possible) return logSoftmax(sums);
  throw new ExpectedError(
    "bad-input",
    "The mixture leaves no token: each one is ruled out by one of the models.",
    "Choose another weight.",
  );
}

/** A weighted log-probability; what weighs nothing says nothing, what is impossible stays so. */
function term(weight: number, logprob: number): number {
  if (weight === 0) return 0;
  return logprob === -Infinity ? -Infinity : weight * logprob;
}
