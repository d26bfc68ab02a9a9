import { misfitOf } from "./baseline";
import {
  aggregate,
  improvement,
  WEIGHT_PRESETS,
  type LevelWeights,
  type WeightPreset,
} from "./multiLevel/aggregate";
import { levels } from "./multiLevel/levels";
import {
  DEFAULT_TIERS,
  linearReward,
  parseTiers,
  stepReward,
  TIERS_PATTERN,
  TIERS_WORDS,
} from "./multiLevel/tiers";
import type { Reward, RewardInput, RewardOption, RewardOptions, RewardOutcome, ScoringModel } from "./reward";
import { SCORING_MODEL } from "./scoringModel";

/** How much less surprised a model is by an answer than by those of a stored baseline. */
export const multiLevelPerplexityReward: Reward = {
  id: "multi-level-perplexity",
  label: "Multi-level perplexity",
  help: "How far an answer's perplexity, over tokens, phrases and sentences, lies below that of a stored baseline.",
  range: [0, 1],
  options: {
    model: SCORING_MODEL,
    preset: {
      kind: "choice",
      label: "Weights",
      help: "How much tokens, phrases and sentences count.",
      default: "default",
      choices: [
        ...Object.entries(WEIGHT_PRESETS).map(([value, { label }]) => ({ value, label })),
        { value: "own", label: "own" },
      ],
    },
    word: weightOption("Tokens", WEIGHT_PRESETS.default.weights.word),
    phrase: weightOption("Phrases", WEIGHT_PRESETS.default.weights.phrase),
    sentence: weightOption("Sentences", WEIGHT_PRESETS.default.weights.sentence),
    value: {
      kind: "choice",
      label: "Reward",
      help: "By how much the aggregate improves on the baseline, in steps or on lines between them; 1/aggregate needs no baseline.",
      default: "tiers",
      choices: [
        { value: "tiers", label: "tiers" },
        { value: "linear", label: "linear between tiers" },
        { value: "inverse", label: "1 / aggregate" },
      ],
    },
    tiers: {
      kind: "text",
      label: "Tiers",
      help: "Improvement in percent of the baseline, and the reward from there on; below the first it is 0.",
      default: DEFAULT_TIERS,
      maxLength: 400,
      pattern: TIERS_PATTERN,
      expected: TIERS_WORDS,
      when: { option: "value", is: ["tiers", "linear"] },
    },
    baseline: {
      kind: "text",
      label: "Baseline",
      help: "Name of the baseline to hold answers against; empty for whichever is open.",
      default: "",
      maxLength: 400,
      when: { option: "value", is: ["tiers", "linear"] },
    },
  },
  needs: ({ model, value }) => ({
    likelihoods: [model as ScoringModel],
    ...(value !== "inverse" && { baseline: true }),
  }),
  cost: "bounded",
  score,
};

/** The weights that the options stand for; undefined where all are 0. */
export function chosenWeights(options: RewardOptions): LevelWeights | undefined {
  const preset = WEIGHT_PRESETS[options.preset as WeightPreset] as
    (typeof WEIGHT_PRESETS)[WeightPreset] | undefined;
  if (preset) return preset.weights;
  const weights = {
    word: options.word as number,
    phrase: options.phrase as number,
    sentence: options.sentence as number,
  };
  return weights.word + weights.phrase + weights.sentence > 0 ? weights : undefined;
}

function score({ likelihoods, baselines = {} }: RewardInput, options: RewardOptions): RewardOutcome {
  const model = options.model as ScoringModel;
  const likelihood = likelihoods[model];
  if (!likelihood) return { ok: false, why: "no-likelihood" };
  const weights = chosenWeights(options);
  if (!weights) return { ok: false, why: "error", detail: "All three weights are 0." };
  const measured = levels(likelihood);
  if (!measured) return { ok: false, why: "no-likelihood", detail: "empty-answer" };
  const value = aggregate(measured, weights);
  const known = { ...measured, aggregate: value };
  if (options.value === "inverse") return outcome(1 / value, known);
  const wanted = options.baseline as string;
  const without = (detail?: string): RewardOutcome => ({
    ...{ ok: false, why: "no-baseline", details: finite(known) },
    ...(detail === undefined ? {} : { detail }),
  });
  const baseline = Object.hasOwn(baselines, wanted) ? baselines[wanted] : undefined;
  if (!baseline) return without(wanted === "" ? undefined : `${wanted} is not open`);
  const misfit = misfitOf(baseline, model, weights);
  if (misfit !== undefined) return without(`${baseline.name}: ${misfit}`);
  const read = parseTiers(options.tiers as string);
  if (!read.ok) return { ok: false, why: "error", detail: `Tiers: ${options.tiers as string}` };
  const percent = 100 * improvement(baseline.aggregate, value);
  const reward = (options.value === "linear" ? linearReward : stepReward)(read.tiers, percent);
  return outcome(reward, {
    ...known,
    improvementPercent: percent,
    baselineAggregate: baseline.aggregate,
    ...(baseline.overall ? { baselineAggregateOf: "all questions" } : {}),
    baseline: baseline.name,
  });
}

function outcome(value: number, details: Details): RewardOutcome {
  if (!Number.isFinite(value)) return { ok: false, why: "not-a-number", detail: String(value) };
  return { ok: true, value, details: finite(details) };
}

type Details = Readonly<Record<string, number | string>>;

/** Details hold finite numbers; an impossible token makes a level ∞, and the reward 0. */
function finite(details: Details): Details {
  return Object.fromEntries(
    Object.entries(details).filter(([, detail]) => typeof detail === "string" || Number.isFinite(detail)),
  );
}

function weightOption(label: string, weight: number): RewardOption {
  return {
    kind: "number",
    label,
    help: `How much ${label.toLowerCase()} count where the weights are one's own; only proportions matter.`,
    default: weight,
    min: 0,
    max: 10,
    step: 0.01,
    when: { option: "preset", is: ["own"] },
  };
}
