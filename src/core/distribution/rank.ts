import type { TokenId } from "../model";
import type { LogprobArray } from "./logSoftmax";

/**
 * The token's place when all are sorted from most to least probable, counted from 1; ties by lower id, so the ranks
 * of a distribution are a permutation of 1 … V.
 */
export function rank(logprobs: LogprobArray, id: TokenId): number {
  const own = logprobs[id];
  if (own === undefined) throw new RangeError(`rank: token ${id} is not within 0 … ${logprobs.length - 1}`);
  let better = 0;
  for (let i = 0; i < id; i++) if (logprobs[i]! >= own) better++;
  for (let i = id + 1; i < logprobs.length; i++) if (logprobs[i]! > own) better++;
  return better + 1;
}
