import type { PairStatistics } from "../../compare/position";
import type { TokenId } from "../../model";
import type { Side } from "../../side";
import { decide, type Forced, type Standing, type SwitchPoint } from "./decisions";
import type { DivergenceKind } from "./divergenceKind";
import { forcedAt, forcedBy } from "./switched";

/** What of a position is needed to decide about it anew. */
export interface DecidedPosition {
  token: TokenId;
  statistics: PairStatistics;
  /** What each model draws with the position's luck. */
  drawA: TokenId;
  drawB: TokenId;
}

export interface ReplayedPosition {
  /** The token that would stand there. */
  token: TokenId;
  author: Side;
  forced?: "token" | "side";
  switch?: SwitchPoint;
}

export interface Replay {
  /** As far as the finished text says what would happen: up to the first position whose token would be another, this one included. */
  positions: ReplayedPosition[];
  /** The first position where another token would stand; undefined where the text stays as it is. */
  firstDifference?: number;
  /** Where the policy stands after the last of `positions`. */
  standing: Standing;
}

/**
 * Another policy, other thresholds or other force over a finished text, without a model: both models' draws are known
 * at every position, and the distributions after it hold as long as the text is the same.
 */
export function replay(
  finished: readonly DecidedPosition[],
  start: Standing,
  kind: DivergenceKind,
  forced: readonly Forced[],
): Replay {
  const positions: ReplayedPosition[] = [];
  let standing = start;
  for (const [position, { token: stood, statistics, drawA, drawB }] of finished.entries()) {
    const force = forcedAt(forced, position);
    const decided = decide(standing, position, statistics, kind, force);
    const token = force?.token ?? (decided.author === "a" ? drawA : drawB);
    positions.push({
      token,
      author: decided.author,
      ...forcedBy(force),
      ...(decided.switch ? { switch: decided.switch } : {}),
    });
    standing = decided.next;
    if (token !== stood) return { positions, firstDifference: position, standing };
  }
  return { positions, standing };
}
