import type { Answer, AnswerPosition } from "../../../core/generation/switching/run";
import { standingOf } from "../../../core/generation/switching/choice";
import { replay } from "../../../core/generation/switching/replay";
import type { Side } from "../../../core/side";
import { decidedOf, isJudged, type AnswerWish } from "./knownAnswers";

/** What other settings would make of a finished text, as far as it says. */
export interface Preview {
  /** Up to the first token that would be another one. */
  authors: readonly (Side | "forced")[];
  firstDifference?: number;
  /** Switches that would be there and are not; those that are there and would not be. */
  appear: number;
  vanish: number;
}

/** Who wrote a position, as it is drawn. */
export function authorOf({ author, forced }: Pick<AnswerPosition, "author" | "forced">): Side | "forced" {
  return forced === "token" ? "forced" : author;
}

/** What a wish would make of an answer; undefined where nothing would change, or too little is known of it. */
export function previewOf(answer: Answer, wish: AnswerWish): Preview | undefined {
  const { positions } = answer;
  const known = positions.filter(isJudged);
  if (known.length === 0 || known.length < positions.length) return undefined;
  const start = standingOf(wish.choice, wish);
  const replayed = replay(known.map(decidedOf), start, wish.choice.kind, wish.forced);
  const { firstDifference } = replayed;
  const would = new Map(replayed.positions.map((position, at) => [at, position.switch?.to]));
  let appear = 0;
  let vanish = 0;
  let changed = firstDifference !== undefined;
  for (const [at, to] of would) {
    const { switch: handOver, author, forced } = positions[at] as AnswerPosition;
    if (to !== handOver?.to) {
      if (to !== undefined) appear++;
      if (handOver !== undefined) vanish++;
    }
    const other = replayed.positions[at];
    changed ||= other?.author !== author || other.forced !== forced;
  }
  if (!changed) return undefined;
  const authors = replayed.positions.map(authorOf);
  return firstDifference === undefined
    ? { authors, appear, vanish }
    : { authors, firstDifference, appear, vanish };
}
