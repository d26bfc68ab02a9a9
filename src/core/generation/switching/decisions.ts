import type { PairStatistics } from "../../compare/position";
import type { TokenId } from "../../model";
import type { Side } from "../../side";
import { divergenceRow, type DivergenceKind } from "./divergenceKind";
import type { PolicyStep } from "./policy";

/** A hand-over: from the model that wrote before to the one that writes `position`. */
export interface SwitchPoint {
  position: number;
  from: Side;
  to: Side;
  /** Of the chosen kind, at the position. */
  divergence: number;
  reason: string;
}

/** What the person decides at a position, whatever the policy says. */
export interface Forced {
  position: number;
  /** The model that writes it; the policy goes on from there. */
  side?: Side;
  /** The token that stands there. */
  token?: TokenId;
}

/** Where a walk over positions stands. Values, so that any earlier position can be gone back to. */
export interface Standing {
  step: PolicyStep;
  active: Side;
}

export interface Decided {
  author: Side;
  /** There where the author is another one than before. */
  switch?: SwitchPoint;
  next: Standing;
}

/** Who writes a position, by the policy or by force. */
export function decide(
  standing: Standing,
  position: number,
  statistics: PairStatistics,
  kind: DivergenceKind,
  forced: Forced | undefined,
): Decided {
  const divergence = divergenceRow(kind).of(statistics);
  const { entropyA, entropyB } = statistics;
  const { active: from, step } = standing;
  const decision = step({ position, active: from, divergence, entropyA, entropyB });
  const author = forced?.side ?? decision.active;
  const reason = forced?.side === undefined ? decision.reason : "by hand";
  return {
    author,
    ...(author === from ? {} : { switch: { position, from, to: author, divergence, reason } }),
    next: { step: decision.next, active: author },
  };
}
