import type { Levels } from "./levels";

/** How much each level counts; not negative, not all 0. Only their proportions matter. */
export type LevelWeights = Readonly<Record<keyof Levels, number>>;

/** Weights for kinds of text. */
export const WEIGHT_PRESETS = {
  default: { label: "default", weights: { word: 0.2, phrase: 0.3, sentence: 0.5 } },
  story: { label: "story", weights: { word: 0.1, phrase: 0.3, sentence: 0.6 } },
  technical: { label: "technical", weights: { word: 0.4, phrase: 0.4, sentence: 0.2 } },
  code: { label: "code", weights: { word: 0.4, phrase: 0.5, sentence: 0.1 } },
} as const satisfies Readonly<Record<string, { label: string; weights: LevelWeights }>>;

export type WeightPreset = keyof typeof WEIGHT_PRESETS;

/** Weighted mean of the levels. NaN where all weights are 0. A weight of 0 leaves its level out, also where that is ∞. */
export function aggregate(levels: Levels, weights: LevelWeights): number {
  const counted = LEVEL_NAMES.filter((name) => weights[name] > 0);
  const total = counted.reduce((sum, name) => sum + weights[name], 0);
  return counted.reduce((sum, name) => sum + levels[name] * weights[name], 0) / total;
}

const LEVEL_NAMES = ["word", "phrase", "sentence"] as const satisfies readonly (keyof Levels)[];

/** Whether two sets of weights are the same up to a common factor. */
export function sameWeights(x: LevelWeights, y: LevelWeights): boolean {
  const [totalX, totalY] = [x, y].map(({ word, phrase, sentence }) => word + phrase + sentence) as [
    number,
    number,
  ];
  return LEVEL_NAMES.every((name) => Math.abs(x[name] / totalX - y[name] / totalY) < 1e-9);
}

/** By what share an aggregate lies below its baseline: (baseline − aggregate) / baseline; negative where it is worse. */
export function improvement(baseline: number, value: number): number {
  return (baseline - value) / baseline;
}
