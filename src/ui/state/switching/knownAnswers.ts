import type { PositionStatistics } from "../../../core/compare/position";
import { standingOf, type SwitchChoice } from "../../../core/generation/switching/choice";
import type { Forced } from "../../../core/generation/switching/decisions";
import type { SwitchEnd } from "../../../core/generation/switching/events";
import {
  replay,
  type DecidedPosition,
  type ReplayedPosition,
} from "../../../core/generation/switching/replay";
import type { Answer, AnswerPosition } from "../../../core/generation/switching/run";
import type { TokenId } from "../../../core/model";

/** How an answer is to be written, as far as it can be said from known positions. */
export interface AnswerWish {
  choice: SwitchChoice;
  forced: readonly Forced[];
  seed: number;
  sample: number;
  maxTokens: number;
}

/** What decided who writes, as a key: answers of one prompt and luck that share it were written by the same rule. */
export function ruleOf({ choice, forced }: Pick<AnswerWish, "choice" | "forced">): string {
  return JSON.stringify([choice, forced]);
}

/** The end without figures: known numbers were decided about anew, and no model ran for it. */
export function unrun(end: SwitchEnd): SwitchEnd {
  const effort = { a: { passes: 0, tokens: 0 }, b: { passes: 0, tokens: 0 } };
  return { ...end, milliseconds: 0, written: 0, effort, measured: [], draft: 1 };
}

/** What the known positions say of an answer, from its beginning on. */
export interface Found {
  positions: readonly AnswerPosition[];
  /** There where they are the whole answer: no model has to run. */
  end?: SwitchEnd;
}

/** A position that a policy can decide about again. */
type Judged = AnswerPosition & Required<Pick<AnswerPosition, "judged" | "drawA" | "drawB">>;

/** Positions held, over all answers: enough for two dozen answers of the usual length. */
const MOST_POSITIONS = 3000;

/**
 * Answers to one prompt with one luck. What both models say at a position depends on the tokens before it alone, so
 * whatever another policy writes is known up to where it leaves every one of them.
 */
export class KnownAnswers {
  /** The latest first. */
  private entries: readonly Entry[] = [];

  /** @param wish what the answer was written for */
  add(answer: Answer, wish: Pick<AnswerWish, "choice" | "forced">): void {
    if (!answer.positions.every(isJudged)) return;
    const others = this.entries.filter((other) => !beginsWith(answer.positions, other.answer.positions));
    const covered = others.some((other) => beginsWith(other.answer.positions, answer.positions));
    if (covered && !isWhole(answer.end)) return;
    this.entries = within([{ answer, rule: ruleOf(wish) }, ...others]);
  }

  clear(): void {
    this.entries = [];
  }

  /**
   * The longest beginning of an answer that needs no model, from what is known and from `shown`. Its end has the figures
   * of the run that wrote this very answer, or none.
   */
  find(wish: AnswerWish, shown?: Answer): Found {
    const rule = ruleOf(wish);
    let best: Found = { positions: [] };
    for (const { answer, rule: own } of this.entries) {
      const found = foundIn(answer, wish, own === rule);
      if (found.end && found.end.written > 0) return found;
      if (isBetter(found, best)) best = found;
    }
    const found = shown?.positions.every(isJudged) ? foundIn(shown, wish) : undefined;
    return found && isBetter(found, best) ? found : best;
  }
}

/** A known answer, and the rule that it was written by. */
interface Entry {
  answer: Answer;
  rule: string;
}

function isBetter(found: Found, best: Found): boolean {
  if ((found.end === undefined) !== (best.end === undefined)) return found.end !== undefined;
  return found.positions.length > best.positions.length;
}

/**
 * What one known answer says of another one with the same luck.
 *
 * @param own whether the answer was written by the wish's rule: then what its run computed was computed for this
 */
export function foundIn(
  answer: Answer,
  { choice, forced, maxTokens, ...luck }: AnswerWish,
  own = false,
): Found {
  const known = answer.positions.slice(0, maxTokens).filter(isJudged);
  const replayed = replay(known.map(decidedOf), standingOf(choice, luck), choice.kind, forced);
  const positions = replayed.positions.flatMap((position, at) => {
    const before = known[at];
    return before ? (withReplayed(before, position) ?? []) : [];
  });
  const whole = replayed.firstDifference === undefined && positions.length === known.length;
  const end = whole ? endOf(answer, known.length, maxTokens) : undefined;
  if (end === undefined) return { positions };
  return { positions, end: own && known.length === answer.positions.length ? end : unrun(end) };
}

/** Whether the text has ended by itself, not because the person wanted no more of it. */
export function isWhole(end: SwitchEnd | undefined): end is SwitchEnd {
  return end !== undefined && end.reason !== "stopped";
}

/** How an answer ends that may have so many tokens; undefined where it goes on. */
export function endOf({ positions, end }: Answer, length: number, maxTokens: number): SwitchEnd | undefined {
  if (end === undefined || length === 0) return undefined;
  if (length >= maxTokens && (length < positions.length || end.reason === "max-tokens")) {
    return { ...end, reason: "max-tokens" };
  }
  if (!isWhole(end) || length < positions.length) return undefined;
  return end.reason === "max-tokens" ? undefined : end;
}

/** What the core needs of a position to decide about it anew. */
export function decidedOf({ token, judged, drawA, drawB }: Judged): DecidedPosition {
  return { token, statistics: judged.statistics, drawA, drawB };
}

export function isJudged(position: AnswerPosition): position is Judged {
  return position.judged !== undefined && position.drawA !== undefined && position.drawB !== undefined;
}

/** A position as it was decided anew; undefined where another token stands there of which too little is known. */
function withReplayed(before: Judged, replayed: ReplayedPosition): AnswerPosition | undefined {
  const { luck, drawA, drawB, judged } = before;
  const statistics =
    replayed.token === before.token ? judged.statistics : statisticsOf(before, replayed.token);
  return statistics && { ...replayed, luck, drawA, drawB, judged: { ...judged, statistics } };
}

/** The statistics with another token standing there, where that is one of the candidates. */
function statisticsOf({ judged }: Judged, token: TokenId): PositionStatistics | undefined {
  const candidate = judged.candidates.find(({ id }) => id === token);
  if (candidate === undefined) return undefined;
  const { logprobA, logprobB, rankA, rankB } = candidate;
  return { ...judged.statistics, logprobA, logprobB, rankA, rankB };
}

function beginsWith(positions: readonly AnswerPosition[], beginning: readonly AnswerPosition[]): boolean {
  return (
    beginning.length <= positions.length &&
    beginning.every(({ token }, position) => token === positions[position]?.token)
  );
}

/** The first answers that together have few enough positions. */
function within(entries: readonly Entry[]): Entry[] {
  let total = 0;
  return entries.filter(({ answer }, index) => {
    total += answer.positions.length;
    return index === 0 || total <= MOST_POSITIONS;
  });
}
