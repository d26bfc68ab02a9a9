import { comparedText, COMPARED_TEXT } from "./comparedText";
import type { Reward, RewardInput, RewardOptions, RewardOutcome } from "./reward";
import type { Overlap } from "./rouge/overlap";
import { MOST_PAIRS, rougeL, rougeLsum, rougeN } from "./rouge/rougeScore";

const VARIANTS: Readonly<
  Record<string, (reference: string, answer: string, stemmer: boolean) => Overlap | undefined>
> = {
  rouge1: (reference, answer, stemmer) => rougeN(reference, answer, 1, stemmer),
  rouge2: (reference, answer, stemmer) => rougeN(reference, answer, 2, stemmer),
  rougeL,
  rougeLsum,
};

/**
 * ROUGE of the answer against the reference, from 0 to 1. ROUGE-Lsum of texts with more than 2²⁵ pairs of words has no
 * value; the others are bounded for texts of 100 000 characters.
 */
export const rouge: Reward = {
  id: "rouge",
  label: "ROUGE",
  help: "How much of the reference’s words stand in the answer, and the other way round, as rouge-score counts them.",
  range: [0, 1],
  options: {
    of: COMPARED_TEXT,
    variant: {
      kind: "choice",
      label: "Kind",
      help: "Single words, pairs, or words in the same order with anything between; Lsum does that line by line.",
      default: "rougeL",
      choices: [
        { value: "rouge1", label: "ROUGE-1" },
        { value: "rouge2", label: "ROUGE-2" },
        { value: "rougeL", label: "ROUGE-L" },
        { value: "rougeLsum", label: "ROUGE-Lsum" },
      ],
    },
    measure: {
      kind: "choice",
      label: "Value",
      help: "Precision is the right share of the answer, recall the covered share of the reference, F their harmonic mean.",
      default: "fmeasure",
      choices: [
        { value: "fmeasure", label: "F" },
        { value: "precision", label: "precision" },
        { value: "recall", label: "recall" },
      ],
    },
    stemmer: {
      kind: "flag",
      label: "Stems",
      help: "Compare English stems, so that jumped and jumps are the same.",
      default: false,
    },
  },
  needs: () => ({ reference: true }),
  cost: "bounded",
  score,
};

function score(input: RewardInput, options: RewardOptions): RewardOutcome {
  if (input.reference === undefined) return { ok: false, why: "no-reference" };
  const variant = VARIANTS[options.variant as string]!;
  const overlap = variant(input.reference, comparedText(input, options), options.stemmer === true);
  if (!overlap)
    return { ok: false, why: "time-limit", detail: `More than ${MOST_PAIRS} pairs of words to compare.` };
  return { ok: true, value: overlap[options.measure as keyof Overlap], details: { ...overlap } };
}
