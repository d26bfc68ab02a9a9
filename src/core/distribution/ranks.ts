import type { TokenId } from "../model";
import type { LogprobArray } from "./logSoftmax";
import { rowReader } from "./rowReader";

/** Comparisons of a sort that take as long as counting one row's entry for one token (measured; a wide minimum). */
const SORT_COST = 64;

/**
 * `rank` of several tokens at once; `ranks[i]` belongs to `ids[i]`, and ids may repeat.
 *
 * From the least probable token up each is counted by itself, until sorting everything up to one of them is cheaper
 * than counting for all that are left. All of those rank before that one, so their ranks are read off.
 */
export function ranks(logprobs: LogprobArray, ids: readonly TokenId[]): Uint32Array {
  const outside = ids.find((id) => !(id >= 0 && id < logprobs.length));
  if (outside !== undefined)
    throw new RangeError(`ranks: token ${outside} is not within 0 … ${logprobs.length - 1}`);
  const reader = rowReader(logprobs);
  const byRank = (x: TokenId, y: TokenId) => logprobs[y]! - logprobs[x]! || x - y;
  const known = new Map<TokenId, number>();
  const ordered = [...new Set(ids)].sort(byRank).reverse();
  for (const [done, id] of ordered.entries()) {
    const rank = reader.rank(id);
    known.set(id, rank);
    const counting = (ordered.length - done - 1) * logprobs.length;
    if (SORT_COST * rank * Math.log2(rank + 1) > counting) continue;
    const better = reader.atLeast(0, logprobs.length, logprobs[id]!).slice().sort(byRank);
    for (const [place, other] of better.subarray(0, rank).entries()) known.set(other, place + 1);
    break;
  }
  return Uint32Array.from(ids, (id) => known.get(id)!);
}
