import { utf8Length } from "../utf8Length";
import { wordStarts } from "./multiLevel/units";
import type {
  AnswerLikelihood,
  Reward,
  RewardInput,
  RewardOptions,
  RewardOutcome,
  ScoringModel,
} from "./reward";
import { SCORING_MODEL } from "./scoringModel";

/** What a perplexity is per: it is exp(sum of the NLL / number of these). */
export type PerplexityUnit = "token" | "word" | "character" | "byte";

/**
 * Perplexity of an answer given its prompt: 1 where every token was certain, ∞ where one was impossible. Words are
 * those of `wordStarts`, characters are code points, bytes those of UTF-8. Undefined for an answer without units.
 */
export function perplexity({ tokens, nll }: AnswerLikelihood, unit: PerplexityUnit): number | undefined {
  const units = COUNTS[unit](tokens);
  return units === 0 ? undefined : Math.exp(nll.reduce((sum, value) => sum + value, 0) / units);
}

const COUNTS: Readonly<Record<PerplexityUnit, (tokens: readonly string[]) => number>> = {
  token: (tokens) => tokens.length,
  word: (tokens) => wordStarts(tokens.join("")).length,
  character: (tokens) => tokens.reduce((sum, token) => sum + [...token].length, 0),
  byte: (tokens) => utf8Length(tokens.join("")),
};

/** What is made of a perplexity. */
const VALUES = {
  inverse: (value: number) => 1 / value,
  "negative-log": (value: number) => 0 - Math.log(value),
  raw: (value: number) => value,
} as const;

/** How well one of the models could have guessed the answer. */
export const perplexityReward: Reward = {
  id: "perplexity",
  label: "Perplexity",
  help: "How surprised a model is by the answer, given its prompt.",
  range: [-Infinity, Infinity],
  options: {
    model: SCORING_MODEL,
    unit: {
      kind: "choice",
      label: "Per",
      help: "Models with different tokenizers can only be compared per word, character or byte.",
      default: "token",
      choices: [
        { value: "token", label: "token" },
        { value: "word", label: "word" },
        { value: "character", label: "character" },
        { value: "byte", label: "byte" },
      ],
    },
    value: {
      kind: "choice",
      label: "Reward",
      help: "1/perplexity and −ln perplexity are larger where the model is less surprised; perplexity is larger where it is more.",
      default: "inverse",
      choices: [
        { value: "inverse", label: "1 / perplexity" },
        { value: "negative-log", label: "−ln perplexity" },
        { value: "raw", label: "perplexity" },
      ],
    },
  },
  needs: ({ model }) => ({ likelihoods: [model as ScoringModel] }),
  cost: "bounded",
  score,
};

function score({ likelihoods }: RewardInput, options: RewardOptions): RewardOutcome {
  const likelihood = likelihoods[options.model as ScoringModel];
  if (!likelihood) return { ok: false, why: "no-likelihood" };
  const measured = perplexity(likelihood, options.unit as PerplexityUnit);
  if (measured === undefined) return { ok: false, why: "no-likelihood", detail: "empty-answer" };
  const value = VALUES[options.value as keyof typeof VALUES](measured);
  if (!Number.isFinite(value)) return { ok: false, why: "not-a-number", detail: String(value) };
  return { ok: true, value, details: Number.isFinite(measured) ? { perplexity: measured } : {} };
}
