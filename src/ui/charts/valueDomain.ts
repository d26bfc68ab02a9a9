/** The finite range of some series of values. */
export interface FiniteRange {
  /** Lowest and highest finite value. */
  low: number;
  high: number;
  /** Position of the first highest value. */
  highAt: number;
}

/** Range over all finite values of all series; null where there is none. Ties go to the first. */
export function finiteRange(...series: readonly ArrayLike<number>[]): FiniteRange | null {
  let range: FiniteRange | null = null;
  for (const values of series) {
    for (let position = 0; position < values.length; position++) {
      const value = values[position] as number;
      if (!Number.isFinite(value)) continue;
      if (range === null) range = { low: value, high: value, highAt: position };
      else if (value > range.high) range = { low: range.low, high: value, highAt: position };
      else if (value < range.low) range.low = value;
    }
  }
  return range;
}

/**
 * What an axis of measured values spans: always 0, the finite values, and `alsoShown` (thresholds) where finite. An
 * axis on which nothing differs from 0 spans [0, 1].
 */
export function valueDomain(
  range: FiniteRange | null,
  ...alsoShown: readonly number[]
): [low: number, high: number] {
  const shown = [0, range?.low ?? 0, range?.high ?? 0, ...alsoShown.filter(Number.isFinite)];
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  return low === high ? [0, 1] : [low, high];
}
