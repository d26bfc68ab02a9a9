import { topK } from "../distribution/topK";
import { keepOnly } from "./keepOnly";

/**
 * Nucleus sampling (Holtzman et al. 2020): keeps the smallest set of most probable tokens whose mass reaches `p`, the
 * token that crosses included, ties to the lower id, renormalised. At least one token stays; 1 keeps all.
 */
export function applyTopP(logprobs: Float32Array, p: number): Float32Array {
  return p >= 1 ? logprobs : keepOnly(logprobs, nucleus(logprobs, p));
}

/** Asks for 64 tokens first, then for eight times as many, until they hold the mass: a nucleus is mostly small. */
function nucleus(logprobs: Float32Array, p: number): Uint32Array {
  for (let k = 64; ; k *= 8) {
    const best = topK(logprobs, k);
    let mass = 0;
    for (const [index, logprob] of best.logprobs.entries()) {
      mass += Math.exp(logprob);
      if (mass >= p) return best.ids.subarray(0, index + 1);
    }
    if (best.ids.length < k) return best.ids;
  }
}
