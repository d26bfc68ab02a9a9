import { unpackBlock, type PositionBlock } from "../../../core/compare/block";
import type { SwitchEnd, SwitchEvent } from "../../../core/generation/switching/events";
import type { Effort } from "../../../core/generation/switching/follower";
import type { AnswerPosition } from "../../../core/generation/switching/run";
import type { TokenId } from "../../../core/model";
import { uniform } from "../../../core/random";
import type { Side } from "../../../core/side";

type Written = Extract<SwitchEvent, { type: "switch-positions" }>;

/** The positions of a message from the lab. */
export function positionsOf({ block, columns, switches }: Written): AnswerPosition[] {
  const { authors, forced, luck, drawsA, drawsB } = columns;
  return unpackBlock(block).map(({ token, statistics, candidates }, index): AnswerPosition => {
    const force = forced[index];
    const handOver = switches.find(({ position }) => position === block.from + index);
    return {
      token,
      author: authors[index] as Side,
      ...(force === undefined ? {} : { forced: force }),
      ...(handOver === undefined ? {} : { switch: handOver }),
      luck: luck[index] as number,
      drawA: drawsA[index] as TokenId,
      drawB: drawsB[index] as TokenId,
      judged: { statistics, candidates },
    };
  });
}

/** A token that a model wrote alone, with the luck of its position. */
export function alonePosition(
  author: Side,
  token: TokenId,
  position: number,
  { seed, sample }: { seed: number; sample: number },
): AnswerPosition {
  return { token, author, luck: uniform(seed, "token", sample, position) };
}

/** The positions with what both models say of those in a block. */
export function judgedBy(positions: readonly AnswerPosition[], block: PositionBlock): AnswerPosition[] {
  const judged = unpackBlock(block);
  return positions.map((position, at) => {
    const found = judged[at - block.from];
    if (found === undefined) return position;
    const { statistics, candidates } = found;
    return { ...position, judged: { statistics, candidates } };
  });
}

const NOTHING: Effort = { passes: 0, tokens: 0 };

/** How an answer of one model alone ended; each token but the last is read after it was written. */
export function aloneEnd(
  author: Side,
  { reason, milliseconds }: Pick<SwitchEnd, "reason" | "milliseconds">,
  written: number,
  read: number,
): SwitchEnd {
  const effort = { passes: written, tokens: read + Math.max(0, written - 1) };
  return {
    reason,
    milliseconds,
    written,
    effort: author === "a" ? { a: effort, b: NOTHING } : { a: NOTHING, b: effort },
    measured: [],
    draft: 1,
  };
}

/** The end of an answer that was written in two goes. */
export function endAfter(before: SwitchEnd | undefined, end: SwitchEnd): SwitchEnd {
  if (before === undefined) return end;
  return {
    ...end,
    milliseconds: before.milliseconds + end.milliseconds,
    written: before.written + end.written,
    effort: { a: sum(before.effort.a, end.effort.a), b: sum(before.effort.b, end.effort.b) },
  };
}

function sum(one: Effort, other: Effort): Effort {
  return { passes: one.passes + other.passes, tokens: one.tokens + other.tokens };
}
