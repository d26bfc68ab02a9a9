import { logSumExp } from "../distribution/logSumExp";
import { jsContribution, klContribution } from "./contributions";
import type { Bounds } from "../distribution/truncated";
import type { Distribution, TokenId } from "../model";

export interface DivergenceBoundsOptions {
  /** Where known: tells when there is no token that neither side lists. */
  vocabSize?: number;
}

/** KL(A‖B) in nats. The upper end is +∞ unless A lists all it holds and B lists all that A holds. */
export function klBounds(a: Distribution, b: Distribution, options?: DivergenceBoundsOptions): Bounds {
  const divergence = (logP: number, logQ: number) =>
    klContribution(logP, logQ) + (Math.exp(logQ) - Math.exp(logP));
  return divergenceBounds(a, b, divergence, Infinity, options);
}

/** JS(A, B) in nats, within [0, ln 2]. */
export function jsBounds(a: Distribution, b: Distribution, options?: DivergenceBoundsOptions): Bounds {
  return divergenceBounds(a, b, jsContribution, Math.LN2, options);
}

/** Total variation, within [0, 1]. */
export function totalVariationBounds(
  a: Distribution,
  b: Distribution,
  options?: DivergenceBoundsOptions,
): Bounds {
  const half = (logP: number, logQ: number) => 0.5 * Math.abs(Math.exp(logP) - Math.exp(logQ));
  return divergenceBounds(a, b, half, 1, options);
}

/**
 * Bounds on an f-divergence D = Σ φ(p, q) where each side lists some tokens and only the total of its others is known.
 *
 * φ is jointly convex and φ(cp, cq) = c·φ(p, q), hence subadditive: φ(p + p′, q + q′) ≤ φ(p, q) + φ(p′, q′).
 * Tokens fall into four sets: listed by both (exact), by A alone (X, mass P_X), by B alone (Y, mass Q_Y), by none (U).
 * A's rest R_A lies somewhere on Y ∪ U, B's rest R_B somewhere on X ∪ U. Let t be A's mass on Y, s be B's mass on X.
 *
 * Upper. By subadditivity φ(p, q) ≤ φ(p, 0) + φ(0, q) for every token outside the first set, so their sum is at most
 * φ(P_X + R_A, 0) + φ(0, Q_Y + R_B): the case in which they are disjoint.
 *
 * Lower. Merging within each set only lowers D: D ≥ exact + φ(P_X, s) + φ(t, Q_Y) + φ(R_A − t, R_B − s), to be minimised
 * over 0 ≤ t ≤ R_A, 0 ≤ s ≤ R_B. Merging all three gives φ(P_X + R_A, Q_Y + R_B), always a bound, and reached when the
 * three can have one ratio p/q, that is when P_X / R_B ≤ R_A / Q_Y. Otherwise the least is at t = R_A, s = R_B:
 * φ(P_X, R_B) + φ(R_A, Q_Y). Proof: take supporting planes φ(p, q) ≥ α₁p + β₁q, tight at the ratio P_X / R_B, and
 * α₂p + β₂q, tight at R_A / Q_Y. The first ratio is the greater, so by convexity α₂ ≤ α₁, and the plane α₂p + β₁q
 * lies below φ too. Apply the first to φ(P_X, s), the second to φ(t, Q_Y), the third to the last term: s and t cancel.
 * The same value holds in every case where U is empty, because then t = R_A and s = R_B are forced.
 */
function divergenceBounds(
  a: Distribution,
  b: Distribution,
  divergence: (logP: number, logQ: number) => number,
  most: number,
  options: DivergenceBoundsOptions = {},
): Bounds {
  const listedA = listed(a);
  const listedB = listed(b);
  let exact = 0;
  const xs: number[] = [];
  for (const [id, logprob] of listedA.logprobs) {
    const other = listedB.logprobs.get(id);
    if (other === undefined) xs.push(logprob);
    else exact += divergence(logprob, other);
  }
  const ys = [...listedB.logprobs].filter(([id]) => !listedA.logprobs.has(id)).map(([, logprob]) => logprob);
  const onlyA = logSumExp(xs);
  const onlyB = logSumExp(ys);
  const unlistedA = logSumExp([onlyA, listedA.rest]);
  const unlistedB = logSumExp([onlyB, listedB.rest]);
  const nothingHidden = listedA.logprobs.size + ys.length === options.vocabSize;
  const lower =
    nothingHidden || onlyA + onlyB > listedA.rest + listedB.rest
      ? exact + divergence(onlyA, listedB.rest) + divergence(listedA.rest, onlyB)
      : exact + divergence(unlistedA, unlistedB);
  const upper = exact + divergence(unlistedA, -Infinity) + divergence(-Infinity, unlistedB);
  return { lower: clamp(lower, most), upper: clamp(upper, most) };
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

/** A full distribution is one that lists everything. */
function listed(distribution: Distribution): { logprobs: Map<TokenId, number>; rest: number } {
  const logprobs = new Map<TokenId, number>();
  if (distribution.kind === "full") {
    distribution.logprobs.forEach((logprob, id) => logprobs.set(id, logprob));
    return { logprobs, rest: -Infinity };
  }
  distribution.ids.forEach((id, index) => logprobs.set(id, distribution.logprobs[index]!));
  return { logprobs, rest: distribution.rest };
}
