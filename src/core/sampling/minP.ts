import { mostProbable } from "../distribution/mostProbable";
import { rowReader } from "../distribution/rowReader";
import { keepOnly } from "./keepOnly";

/**
 * Min-p sampling (Nguyen et al. 2024): keeps tokens at least `minP` times as probable as the most probable one,
 * renormalised; 0 keeps all.
 */
export function applyMinP(logprobs: Float32Array, minP: number): Float32Array {
  if (minP <= 0) return logprobs;
  const least = logprobs[mostProbable(logprobs)]! + Math.log(Math.min(1, minP));
  return keepOnly(logprobs, rowReader(logprobs).atLeast(0, logprobs.length, Math.fround(least)));
}
