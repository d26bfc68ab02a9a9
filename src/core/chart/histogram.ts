export interface Bin {
  /** Lower end, inclusive. */
  x0: number;
  /** Upper end, exclusive but for the last bin, which includes it. */
  x1: number;
  count: number;
}

/**
 * Counts in `count` bins of equal width over `domain`. Values outside, infinite ones too, fall into the bin at their
 * end, so the counts add up to the number of values; NaN is refused.
 */
export function histogram(values: Iterable<number>, domain: readonly [number, number], count: number): Bin[] {
  const [low, high] = domain;
  if (!(high > low) || !(count >= 1))
    throw new RangeError(`histogram: no ${count} bins between ${low} and ${high}`);
  const edge = (index: number) => (index === count ? high : low + ((high - low) * index) / count);
  const bins = Array.from({ length: count }, (_, index) => ({
    x0: edge(index),
    x1: edge(index + 1),
    count: 0,
  }));
  for (const value of values) {
    if (Number.isNaN(value)) throw new RangeError("histogram: a value is NaN");
    const index = Math.floor(((value - low) / (high - low)) * count);
    bins[Math.min(count - 1, Math.max(0, index))]!.count++;
  }
  return bins;
}
