import type { TokenId } from "../model";
import type { LogprobArray } from "./logSoftmax";
import { rowReader } from "./rowReader";

/** Up to this rank it is cheaper to sort all better tokens than to count them for each token anew. */
const SHALLOW = 512;

/**
 * `rank` of several tokens at once; `ranks[i]` belongs to `ids[i]`, and ids may repeat.
 *
 * From the least probable token up each is counted by itself, until one is among the best few hundred. All others rank
 * before that one, so the tokens up to there are sorted and the ranks read off.
 */
export function ranks(logprobs: LogprobArray, ids: readonly TokenId[]): Uint32Array {
  const outside = ids.find((id) => !(id >= 0 && id < logprobs.length));
  if (outside !== undefined)
    throw new RangeError(`ranks: token ${outside} is not within 0 … ${logprobs.length - 1}`);
  const reader = rowReader(logprobs);
  const byRank = (x: TokenId, y: TokenId) => logprobs[y]! - logprobs[x]! || x - y;
  const known = new Map<TokenId, number>();
  for (const id of [...ids].sort(byRank).reverse()) {
    if (known.has(id)) continue;
    const rank = reader.rank(id);
    known.set(id, rank);
    if (rank > SHALLOW) continue;
    const better = reader.atLeast(0, logprobs.length, logprobs[id]!).slice().sort(byRank);
    for (const [place, other] of better.subarray(0, rank).entries()) known.set(other, place + 1);
    break;
  }
  return Uint32Array.from(ids, (id) => known.get(id)!);
}
