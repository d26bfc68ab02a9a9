import { rowReader } from "../distribution/rowReader";
import type { TokenId } from "../model";

/** Ids whose mass is added up at once. */
const STRETCH = 4096;

/**
 * The token at which the cumulated probability, in id order, first exceeds `u` (in [0, 1)) times the total: the inverse
 * of the distribution function, summed in float64. Never a token of probability 0.
 */
export function draw(logprobs: Float32Array, u: number): TokenId {
  const reader = rowReader(logprobs);
  const starts = Array.from({ length: Math.ceil(logprobs.length / STRETCH) }, (_, index) => index * STRETCH);
  const masses = starts.map((from) => reader.mass(from, Math.min(from + STRETCH, logprobs.length)));
  let left = u * masses.reduce((sum, mass) => sum + mass, 0);
  let stretch = -1;
  for (const [index, mass] of masses.entries()) {
    if (mass === 0) continue;
    stretch = index;
    if (left < mass) break;
    left -= mass;
  }
  if (stretch < 0) throw new RangeError(`draw: none of ${logprobs.length} tokens has a probability above 0`);
  return drawWithin(logprobs, starts[stretch]!, left);
}

/** The draw within one stretch of positive mass; what rounding leaves over falls to its last possible token. */
function drawWithin(logprobs: Float32Array, from: TokenId, mass: number): TokenId {
  let left = mass;
  let last = from;
  for (let id = from; id < Math.min(from + STRETCH, logprobs.length); id++) {
    const probability = Math.exp(logprobs[id]!);
    if (probability === 0) continue;
    left -= probability;
    if (left < 0) return id;
    last = id;
  }
  return last;
}
