import { topK } from "../distribution/topK";
import { keepOnly } from "./keepOnly";

/** Keeps the `k` most probable tokens, ties to the lower id, renormalised; 0 (and k ≥ V) keeps all. */
export function applyTopK(logprobs: Float32Array, k: number): Float32Array {
  if (k === 0 || k >= logprobs.length) return logprobs;
  return keepOnly(logprobs, topK(logprobs, k).ids);
}
