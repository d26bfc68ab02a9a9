import { entropy } from "../distribution/entropy";
import { rank } from "../distribution/rank";
import { js } from "../divergence/js";
import { kl } from "../divergence/kl";
import { totalVariation } from "../divergence/totalVariation";
import type { TokenId } from "../model";

/** What two full distributions say without looking at a token. Entropies and divergences in nats. */
export interface PairStatistics {
  entropyA: number;
  entropyB: number;
  /** KL(A‖B); +∞ where B rules out what A allows. */
  klAB: number;
  /** KL(B‖A). */
  klBA: number;
  js: number;
  totalVariation: number;
}

/** What is known of one position once both full distributions and the token that stands there have been seen. */
export interface PositionStatistics extends PairStatistics {
  /** Log-probability of the position's token under A. */
  logprobA: number;
  logprobB: number;
  /** The token's rank under A, from 1. */
  rankA: number;
  rankB: number;
}

/**
 * The statistics of one position from both models' log-probabilities (V each) and the token that stands there.
 * The plain composition of the definitions; `positionFast.ts` computes the same in one pass.
 */
export function positionStatistics(a: Float32Array, b: Float32Array, token: TokenId): PositionStatistics {
  return {
    ...pairStatistics(a, b),
    logprobA: a[token]!,
    logprobB: b[token]!,
    rankA: rank(a, token),
    rankB: rank(b, token),
  };
}

/** The definitions one after the other, each with its own pass over the vocabulary. */
export function pairStatistics(a: Float32Array, b: Float32Array): PairStatistics {
  return {
    entropyA: entropy(a),
    entropyB: entropy(b),
    klAB: kl(a, b),
    klBA: kl(b, a),
    js: js(a, b),
    totalVariation: totalVariation(a, b),
  };
}
