import type { AnswerFormat } from "./format";

const OPENING = "<answer>";
const CLOSING = "</answer>";

/**
 * What stands between the last `<answer>` that closes and its `</answer>`, whatever the letters' case. Of nested tags
 * the inner one opens last and counts.
 */
export const answerTags: AnswerFormat = {
  id: "answer-tags",
  label: "<answer>",
  help: "The answer stands between the last <answer> and </answer>.",
  cost: "bounded",
  find(text) {
    // Only ASCII is folded, so that places in both texts are the same.
    const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    const end = folded.lastIndexOf(CLOSING);
    if (end < 0) return undefined;
    const start = folded.lastIndexOf(OPENING, end);
    if (start < 0) return undefined;
    const first = folded.indexOf(CLOSING, start);
    return text.slice(start + OPENING.length, first).trim();
  },
};
