import type { DistributionPage, DistributionQuery, DistributionRow } from "../src/contract/lab";
import { findTokens, readTokenSearch } from "../src/core/compare/tokenSearch";
import type { Token, TokenId } from "../src/core/model";

/** Both models' log-probabilities (V each) at one position, with the rank of every token. */
export interface RankedPair {
  a: Float32Array;
  b: Float32Array;
  /** (V) from 1; ties by lower id. */
  ranksA: Uint32Array;
  ranksB: Uint32Array;
  precision: "float32" | "float16";
}

export function rankedPair(a: Float32Array, b: Float32Array, precision: "float32" | "float16"): RankedPair {
  return { a, b, ranksA: ranks(a), ranksB: ranks(b), precision };
}

/** The rank of every token: its place from most to least probable, from 1, ties by lower id. */
export function ranks(logprobs: Float32Array): Uint32Array {
  const order = Uint32Array.from(logprobs.keys()).sort(
    (x, y) => compareNumbers(logprobs[y] as number, logprobs[x] as number) || x - y,
  );
  const ranks = new Uint32Array(logprobs.length);
  order.forEach((id, place) => (ranks[id] = place + 1));
  return ranks;
}

/**
 * One page of a whole distribution: searched, sorted, cut. "difference" sorts by |p_B − p_A|, largest first. Tokens that
 * the search names by id or bytes come before those that only contain what was searched for.
 *
 * @param vocabulary (V) how every token looks
 */
export function distributionPage(
  pair: RankedPair,
  vocabulary: readonly Token[],
  { search, sort, offset, limit }: DistributionQuery,
): DistributionPage {
  const { named, others } = findTokens(vocabulary, readTokenSearch(search));
  const order: Record<DistributionQuery["sort"], (x: TokenId, y: TokenId) => number> = {
    a: (x, y) => at(pair.ranksA, x) - at(pair.ranksA, y),
    b: (x, y) => at(pair.ranksB, x) - at(pair.ranksB, y),
    difference: (x, y) => difference(pair, y) - difference(pair, x) || x - y,
    id: (x, y) => x - y,
  };
  const found = [...named.sort(order[sort]), ...others.sort(order[sort])];
  const rows = found.slice(offset, offset + limit).map((id): DistributionRow => ({
    token: vocabulary[id] as Token,
    logprobA: at(pair.a, id),
    logprobB: at(pair.b, id),
    rankA: at(pair.ranksA, id),
    rankB: at(pair.ranksB, id),
  }));
  return { rows, total: found.length, precision: pair.precision };
}

function difference(pair: RankedPair, id: number): number {
  return Math.abs(Math.exp(at(pair.b, id)) - Math.exp(at(pair.a, id)));
}

function at(column: Float32Array | Uint32Array, index: number): number {
  return column[index] as number;
}

/** Order of two numbers that may both be −∞. */
function compareNumbers(x: number, y: number): number {
  return x === y ? 0 : x - y;
}
