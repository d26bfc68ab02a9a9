import { STATISTICS } from "../../compare/block";
import { badFile } from "../../experiment/badFile";
import {
  impossibleCandidates,
  isPossible,
  rangeText,
  statisticRange,
} from "../../experiment/statisticRanges";
import type { TokenId } from "../../model";
import type { AnswerPosition, AnswerRole, SwitchedRun } from "./run";

const NAMES: Readonly<Record<AnswerRole, string>> = {
  a: "the answer of A",
  b: "the answer of B",
  switched: "the switched answer",
  control: "the random control",
};

/**
 * Refuses a run that nothing can have written: ids outside the vocabulary, numbers that no distributions have, authors
 * that do not fit what they drew, tokens of which it does not say how they look.
 *
 * @throws ExpectedError "bad-input" that names the answer and the position
 */
export function checkRun({ a, b, prompt, settings, answers, tokens }: SwitchedRun): void {
  const { vocabSize } = a;
  if (b.vocabSize !== vocabSize)
    throw wrong(`A has ${vocabSize} tokens, B ${b.vocabSize}: token ids must mean the same.`);
  const known = (what: string, ...ids: (TokenId | undefined)[]): void => {
    const beyond = ids.find((id) => id !== undefined && id >= vocabSize);
    if (beyond !== undefined)
      throw wrong(`Token ${beyond} (${what}) is not within the vocabulary of ${vocabSize}.`);
  };
  const looks = new Set(tokens.map(({ id }) => id));
  const seen = (what: string, ...ids: (TokenId | undefined)[]): void => {
    const unseen = ids.find((id) => id !== undefined && !looks.has(id));
    if (unseen !== undefined)
      throw wrong(`Token ${unseen} (${what}) is not among its tokens: nothing says what text it is.`);
  };
  known("in the prompt", ...prompt.ids);
  seen("in the prompt", ...prompt.ids);
  known("forced", ...settings.forced.map(({ token }) => token));
  for (const [role, answer] of Object.entries(answers)) {
    for (const [position, at] of answer.positions.entries()) {
      const where = `position ${position} of ${NAMES[role as AnswerRole]}`;
      known(`at ${where}`, at.token, at.drawA, at.drawB);
      seen(`at ${where}`, at.token);
      checkAuthor(at, where);
      checkNumbers(at, where, vocabSize);
    }
  }
}

function checkAuthor(
  { token, author, forced, drawA, drawB, switch: point }: AnswerPosition,
  where: string,
): void {
  const drawn = author === "a" ? drawA : drawB;
  if (forced !== "token" && drawn !== undefined && drawn !== token)
    throw wrong(
      `At ${where}, ${author.toUpperCase()} draws token ${drawn}, but ${token} stands there as its own.`,
    );
  if (point && (point.to !== author || point.from === author))
    throw wrong(
      `At ${where}, the switch is from ${point.from.toUpperCase()} to ${point.to.toUpperCase()}, but ${author.toUpperCase()} writes the token.`,
    );
}

function checkNumbers({ judged }: AnswerPosition, where: string, vocabSize: number): void {
  if (judged === undefined) return;
  for (const name of STATISTICS) {
    const value = judged.statistics[name];
    if (isPossible(name, value, vocabSize)) continue;
    throw wrong(
      `${name} is ${value} at ${where}; it must lie within ${rangeText(statisticRange(name, vocabSize))}.`,
    );
  }
  const impossible = impossibleCandidates(judged.candidates, vocabSize);
  if (impossible) throw wrong(`The candidates at ${where} cannot be right: ${impossible}.`);
}

function wrong(why: string) {
  return badFile(`This switched run cannot be shown. ${why}`, "It was edited or damaged: export it again.");
}
