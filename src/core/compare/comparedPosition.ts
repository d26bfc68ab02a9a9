import { ranks } from "../distribution/ranks";
import type { TokenId } from "../model";
import { candidate, candidateIds } from "./candidates";
import type { Candidate } from "./candidates";
import type { PairStatistics, PositionStatistics } from "./position";
import { pairStatisticsFast } from "./positionFast";

/** One position of a comparison: all that is kept when its distributions are let go. */
export interface ComparedPosition {
  /** The token that stands there. */
  token: TokenId;
  statistics: PositionStatistics;
  /** The union of both models' most probable tokens, as `candidates` lists them. */
  candidates: Candidate[];
}

/**
 * Compares one position: both models' log-probabilities (V each), the token that stands there, `k` candidates a side.
 * The same as `positionStatistics` and `candidates`, with the ranks of token and candidates counted in one pass.
 *
 * @param pair what both rows say without a token, where that was computed before
 */
export function comparedPosition(
  a: Float32Array,
  b: Float32Array,
  token: TokenId,
  k: number,
  pair: PairStatistics = pairStatisticsFast(a, b),
): ComparedPosition {
  const ids = candidateIds(a, b, k);
  const [rankA, ...ranksA] = ranks(a, [token, ...ids]);
  const [rankB, ...ranksB] = ranks(b, [token, ...ids]);
  return {
    token,
    statistics: {
      ...pair,
      logprobA: a[token]!,
      logprobB: b[token]!,
      rankA: rankA!,
      rankB: rankB!,
    },
    candidates: ids.map((id, index) => candidate(id, a[id]!, b[id]!, ranksA[index]!, ranksB[index]!)),
  };
}
