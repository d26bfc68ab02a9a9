import type { Answer } from "../../../core/generation/switching/run";
import { endOf, isJudged, isWhole, type AnswerWish } from "./knownAnswers";
import { previewOf } from "./preview";

/**
 * Whether an answer is what a wish with the same prompt and luck would write, as far as it goes. One of which too little
 * is known to decide about it anew is taken for it.
 */
export function isOfWish(answer: Answer, wish: AnswerWish): boolean {
  const { positions, end } = answer;
  if (positions.length === 0 || !positions.every(isJudged)) return true;
  if (previewOf(answer, wish) !== undefined || positions.length > wish.maxTokens) return false;
  return !isWhole(end) || endOf(answer, positions.length, wish.maxTokens) !== undefined;
}
