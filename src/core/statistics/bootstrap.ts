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
export function bootstrapMean(values: readonly number[], options: BootstrapOptions): Interval {
  return middleOf(resampledMeans([values], options)[0] as Float64Array, options);
}

/**
 * The means of several columns of equal length, (columns) × (resamples): a resample draws the same items for all, so
 * that what is computed of two columns is that of paired items. Means of nothing are NaN.
 */
export function resampledMeans(
  columns: readonly (readonly number[])[],
  { seed, resamples = 1000 }: BootstrapOptions,
): Float64Array[] {
  const count = columns[0]?.length ?? 0;
  const means = columns.map(() => new Float64Array(resamples));
  const drawn = new Uint32Array(count);
  for (let resample = 0; resample < resamples; resample++) {
    for (let draw = 0; draw < count; draw++) {
      drawn[draw] = Math.floor(uniform(seed, "bootstrap", resample, draw) * count);
    }
    for (const [index, values] of columns.entries()) {
      let sum = 0;
      for (let draw = 0; draw < count; draw++) sum += values[drawn[draw] as number] as number;
      (means[index] as Float64Array)[resample] = sum / count;
    }
  }
  return means;
}

/** Ends of the middle `level` of values in any order; NaN where one of them is. */
export function middleOf(values: Float64Array, { level = 0.95 }: Pick<BootstrapOptions, "level">): Interval {
  const sorted = values.toSorted();
  if (sorted.length === 0 || Number.isNaN(sorted.at(-1))) return { low: NaN, high: NaN };
  const at = (quantile: number) => sorted[Math.round(quantile * (sorted.length - 1))] as number;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
