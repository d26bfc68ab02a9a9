import { ranks } from "../distribution/ranks";
import { topK } from "../distribution/topK";
import { jsContribution, klContribution } from "../divergence/contributions";
import type { TokenId } from "../model";

/** A token that one of the models has among its most probable. */
export interface Candidate {
  id: TokenId;
  logprobA: number;
  logprobB: number;
  /** From 1; ties by lower id. */
  rankA: number;
  rankB: number;
  /** Its part of KL(A‖B) in nats; may be negative or +∞. */
  klTerm: number;
  /** Its part of JS in nats. */
  jsTerm: number;
}

/** The union of both models' `k` most probable tokens, by the greater of their two probabilities, ties by lower id. */
export function candidates(a: Float32Array, b: Float32Array, k: number): Candidate[] {
  const ids = candidateIds(a, b, k);
  const ranksA = ranks(a, ids);
  const ranksB = ranks(b, ids);
  return ids.map((id, index) => candidate(id, a[id]!, b[id]!, ranksA[index]!, ranksB[index]!));
}

/** The ids of `candidates`, in their order. */
export function candidateIds(a: Float32Array, b: Float32Array, k: number): TokenId[] {
  const greater = (id: TokenId) => Math.max(a[id]!, b[id]!);
  return [...new Set([...topK(a, k).ids, ...topK(b, k).ids])].sort(
    (x, y) => greater(y) - greater(x) || x - y,
  );
}

/** A candidate from what is measured about it. */
export function candidate(
  id: TokenId,
  logprobA: number,
  logprobB: number,
  rankA: number,
  rankB: number,
): Candidate {
  const klTerm = klContribution(logprobA, logprobB);
  const jsTerm = jsContribution(logprobA, logprobB);
  return { id, logprobA, logprobB, rankA, rankB, klTerm, jsTerm };
}
