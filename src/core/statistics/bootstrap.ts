import { uniform } from "../random";

export interface Interval {
  low: number;
  high: number;
}

export interface BootstrapOptions {
  seed: number;
  /** Resamples (default 1000). */
  resamples?: number;
  /** Mass of the interval (default 0.95). */
  level?: number;
}

/**
 * Percentile bootstrap of the mean (Efron, 1979): the items are drawn anew with replacement, `resamples` times, and
 * the interval holds the middle `level` of the means. Empty lists have none: NaN at both ends.
 */
export function bootstrapMean(
  values: readonly number[],
  { seed, resamples = 1000, level = 0.95 }: BootstrapOptions,
): Interval {
  if (values.length === 0) return { low: NaN, high: NaN };
  const means = Float64Array.from({ length: resamples }, (_, resample) => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) {
      sum += values[Math.floor(uniform(seed, "bootstrap", resample, draw) * values.length)]!;
    }
    return sum / values.length;
  }).sort();
  const at = (quantile: number) => means[Math.round(quantile * (resamples - 1))]!;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
