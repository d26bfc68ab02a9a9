import type { Reward, RewardInput, RewardOptions, RewardOutcome } from "./reward";
import { wordsOf } from "./words";

const MOST = 1_000_000;

/** 1 for an answer within a range of lengths, falling in a straight line to 0 outside it. */
export const length: Reward = {
  id: "length",
  label: "Length",
  help: "1 for an answer of the length asked for; shorter and longer ones get less.",
  range: [0, 1],
  options: {
    unit: {
      kind: "choice",
      label: "Counted in",
      help: "Tokens, the one that ended the answer included; words between spaces; or characters.",
      default: "tokens",
      choices: [
        { value: "tokens", label: "tokens" },
        { value: "words", label: "words" },
        { value: "characters", label: "characters" },
      ],
    },
    least: {
      kind: "number",
      label: "At least",
      help: "Shorter answers get less than 1.",
      default: 0,
      min: 0,
      max: MOST,
      step: 1,
      integer: true,
    },
    most: {
      kind: "number",
      label: "At most",
      help: "Longer answers get less than 1; never below “at least”.",
      default: 256,
      min: 0,
      max: MOST,
      step: 1,
      integer: true,
    },
    fall: {
      kind: "number",
      label: "Falls over",
      help: "So far outside the range nothing is left; 0 leaves nothing outside it.",
      default: 64,
      min: 0,
      max: MOST,
      step: 1,
      integer: true,
    },
  },
  needs: () => ({}),
  cost: "bounded",
  score,
};

function score(input: RewardInput, options: RewardOptions): RewardOutcome {
  const counted = LENGTHS[options.unit as string]!(input);
  const least = options.least as number;
  const most = Math.max(least, options.most as number);
  const outside = Math.max(least - counted, counted - most, 0);
  const fall = options.fall as number;
  const value = outside === 0 ? 1 : fall === 0 ? 0 : Math.max(0, 1 - outside / fall);
  return { ok: true, value, details: { length: counted } };
}

const LENGTHS: Readonly<Record<string, (input: RewardInput) => number>> = {
  tokens: ({ tokens }) => tokens,
  words: ({ answer }) => wordsOf(answer).length,
  characters: ({ answer }) => codePoints(answer),
};

/** A pair of surrogates is one. */
function codePoints(text: string): number {
  let count = text.length;
  for (let at = 1; at < text.length; at++) {
    const [high, low] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
    if (high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000) count--;
  }
  return count;
}
