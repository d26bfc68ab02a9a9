import { mostProbable } from "../distribution/mostProbable";
import { topK } from "../distribution/topK";
import type { TokenId } from "../model";
import { keepOnly } from "./keepOnly";

/**
 * Nucleus sampling (Holtzman et al. 2020): keeps the smallest set of most probable tokens whose mass reaches `p`, the
 * token that crosses included, ties to the lower id, renormalised. At least one token stays; 1 keeps all.
 */
export function applyTopP(logprobs: Float32Array, p: number): Float32Array {
  if (p >= 1) return logprobs;
  return keepOnly(logprobs, smallNucleus(logprobs, p) ?? largeNucleus(logprobs, p));
}

/** A nucleus is mostly small: found among the 64 most probable tokens, or not at all. */
function smallNucleus(logprobs: Float32Array, p: number): Uint32Array | undefined {
  const { ids } = topK(logprobs, 64);
  const size = crossing(logprobs, ids, p);
  return size === undefined ? undefined : ids.subarray(0, size);
}

const BUCKETS_PER_NAT = 64;
const BUCKETS = 4096;

/** Tokens are thrown into buckets by log-probability; only the bucket in which the mass crosses `p` has to be sorted. */
function largeNucleus(logprobs: Float32Array, p: number): Uint32Array {
  const max = logprobs[mostProbable(logprobs)]!;
  const masses = new Float64Array(BUCKETS);
  const buckets = new Uint16Array(logprobs.length);
  for (let id = 0; id < logprobs.length; id++) {
    const bucket = Math.min(BUCKETS - 1, Math.floor((max - logprobs[id]!) * BUCKETS_PER_NAT));
    buckets[id] = bucket;
    masses[bucket]! += Math.exp(logprobs[id]!);
  }
  let before = 0;
  let bucket = 0;
  while (bucket < BUCKETS - 1 && before + masses[bucket]! < p) before += masses[bucket++]!;
  const nucleus: TokenId[] = [];
  const last: TokenId[] = [];
  for (let id = 0; id < logprobs.length; id++) {
    if (buckets[id]! < bucket) nucleus.push(id);
    else if (buckets[id] === bucket && logprobs[id]! > -Infinity) last.push(id);
  }
  last.sort((x, y) => logprobs[y]! - logprobs[x]! || x - y);
  const size = crossing(logprobs, last, p - before) ?? last.length;
  return Uint32Array.from(nucleus.concat(last.slice(0, size)));
}

/** How many of these tokens, in their order, it takes to reach a mass; undefined where all do not. */
function crossing(logprobs: Float32Array, ids: ArrayLike<TokenId>, mass: number): number | undefined {
  let sum = 0;
  for (let i = 0; i < ids.length; i++) {
    sum += Math.exp(logprobs[ids[i]!]!);
    if (sum >= mass) return i + 1;
  }
  return undefined;
}
