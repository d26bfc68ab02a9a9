import { comparedText, COMPARED_TEXT } from "./comparedText";
import { bleuScore, type BleuSmoothing } from "./bleu/score";
import { bleuStatistics } from "./bleu/statistics";
import type { BleuTokenizer } from "./bleu/tokenizers";
import type { Reward, RewardInput, RewardOptions, RewardOutcome } from "./reward";

/** Value of `smoothingValue` that leaves the choice to the smoothing. */
const USUAL = -1;

/**
 * Sentence BLEU of the answer against the reference, from 0 to 1. Time and memory grow with the length of both texts,
 * not with their product: 100 000 characters take less than half a second.
 */
export const bleu: Reward = {
  id: "bleu",
  label: "BLEU",
  help: "How many short runs of words the answer shares with the reference, as sacrebleu counts them.",
  range: [0, 1],
  options: {
    of: COMPARED_TEXT,
    tokenizer: {
      kind: "choice",
      label: "Words",
      help: "How texts are cut into words; 13a is the usual one.",
      default: "13a",
      choices: [
        { value: "13a", label: "13a" },
        { value: "intl", label: "international" },
        { value: "char", label: "characters" },
        { value: "none", label: "as they stand" },
      ],
    },
    smoothing: {
      kind: "choice",
      label: "Smoothing",
      help: "What lengths of runs count of which none is right.",
      default: "exp",
      choices: [
        { value: "exp", label: "halved each time" },
        { value: "floor", label: "a floor" },
        { value: "add-k", label: "add k" },
        { value: "none", label: "none" },
      ],
    },
    smoothingValue: {
      kind: "number",
      label: "Floor or k",
      help: "Of those two smoothings; −1 is the usual: 0.1 for a floor, 1 for k.",
      default: USUAL,
      min: USUAL,
      max: 10,
      step: 0.01,
      when: { option: "smoothing", is: ["floor", "add-k"] },
    },
    lowercase: {
      kind: "flag",
      label: "Ignore case",
      help: "Compare lower-case letters.",
      default: false,
    },
    maxOrder: {
      kind: "number",
      label: "Longest run",
      help: "Words of the longest runs that are compared.",
      default: 4,
      min: 1,
      max: 8,
      step: 1,
      integer: true,
    },
    effectiveOrder: {
      kind: "flag",
      label: "Effective order",
      help: "Leave out runs longer than the answer, as is usual for single sentences.",
      default: true,
    },
  },
  needs: () => ({ reference: true }),
  cost: "bounded",
  score,
};

function score(input: RewardInput, options: RewardOptions): RewardOutcome {
  if (input.reference === undefined) return { ok: false, why: "no-reference" };
  const smoothingValue = options.smoothingValue as number;
  const statistics = bleuStatistics(comparedText(input, options), [input.reference], {
    tokenizer: options.tokenizer as BleuTokenizer,
    lowercase: options.lowercase === true,
    maxOrder: options.maxOrder as number,
  });
  const { score, precisions, brevityPenalty } = bleuScore(statistics, {
    smoothing: options.smoothing as BleuSmoothing,
    smoothingValue: smoothingValue < 0 ? undefined : smoothingValue,
    effectiveOrder: options.effectiveOrder === true,
  });
  return {
    ok: true,
    // A perfect score misses 100 by a rounding, either way.
    value: Math.min(1, score / 100),
    details: {
      score,
      precisions: precisions.map((precision) => precision.toFixed(1)).join(" / "),
      brevityPenalty,
      words: statistics.hypothesisLength,
      referenceWords: statistics.referenceLength,
    },
  };
}
