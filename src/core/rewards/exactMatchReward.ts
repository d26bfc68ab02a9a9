import { shorten } from "../config/values";
import { normaliseAnswer, type AnswerNormalisation } from "./normaliseAnswer";
import type { Reward, RewardInput, RewardOptions, RewardOutcome } from "./reward";

/** What GSM8K sets between a worked solution and the answer. */
const FINAL_MARK = "####";

/** 1 where what the answer format found equals the reference once both are normalised, else 0, also where it found nothing. */
export const exactMatchReward: Reward = {
  id: "exact-match",
  label: "Exact match",
  help: "1 if the answer that was found equals the reference, else 0.",
  range: [0, 1],
  correctness: true,
  options: {
    numbers: {
      kind: "flag",
      label: "Numbers by value",
      help: "042, +42, 42.0 and 42 are the same, as are 1,250 and 1250.",
      default: true,
    },
    ignoreCase: {
      kind: "flag",
      label: "Ignore case",
      help: "Paris and paris are the same.",
      default: false,
    },
    ignorePunctuation: {
      kind: "flag",
      label: "Ignore punctuation",
      help: "Marks and symbols do not count, except points, commas and minus signs of numbers.",
      default: false,
    },
    ignoreArticles: {
      kind: "flag",
      label: "Ignore articles",
      help: "The words a, an and the do not count.",
      default: false,
    },
    whitespace: {
      kind: "choice",
      label: "Spaces",
      help: "Which spaces and line breaks do not count.",
      default: "trim",
      choices: [
        { value: "trim", label: "around the text" },
        { value: "collapse", label: "around, and more than one" },
        { value: "remove", label: "all" },
      ],
    },
    finalMark: {
      kind: "flag",
      label: "Reference after ####",
      help: "Of a reference with #### only what follows the last of these counts, as in GSM8K.",
      default: true,
    },
  },
  needs: () => ({ reference: true }),
  cost: "bounded",
  score,
};

function score({ extracted, reference }: RewardInput, options: RewardOptions): RewardOutcome {
  if (reference === undefined) return { ok: false, why: "no-reference" };
  const by = options as RewardOptions & AnswerNormalisation;
  const wanted = options.finalMark === true ? afterFinalMark(reference) : reference;
  const expected = normaliseAnswer(wanted, by);
  if (extracted === undefined) return { ok: true, value: 0, details: { expected: shorten(expected) } };
  const given = normaliseAnswer(extracted, by);
  // What is nothing but articles and marks says nothing, unless it is the same nothing.
  const same = given === expected && (given !== "" || extracted.trim() === wanted.trim());
  return {
    ok: true,
    value: same ? 1 : 0,
    details: { given: shorten(given), expected: shorten(expected) },
  };
}

function afterFinalMark(reference: string): string {
  const at = reference.lastIndexOf(FINAL_MARK);
  return at < 0 ? reference : reference.slice(at + FINAL_MARK.length);
}
