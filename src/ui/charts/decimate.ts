/** A value at its position; a NaN value is a gap in the line. */
export interface Point {
  position: number;
  value: number;
}

/**
 * The points a line of `columns` pixels needs: per pixel column the first, lowest, highest and last finite value, in
 * order, which draws the same pixels as all of them (Jugel et al., "M4: a visualization-oriented time series data
 * aggregation", VLDB 2014). Values that are not finite are left out and leave a gap; in a column that also has finite
 * values the gap is narrower than a pixel and is dropped. No more values than 4 · columns are returned as they are.
 */
export function decimate(values: ArrayLike<number>, columns: number): Point[] {
  const count = values.length;
  const buckets = count <= 4 * columns ? count : columns;
  const points: Point[] = [];
  let gap = false;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * count) / buckets);
    const to = Math.floor(((bucket + 1) * count) / buckets);
    const kept = notable(values, from, to);
    if (gap && kept.length > 0 && points.length > 0) points.push({ position: from - 1, value: NaN });
    gap = kept.length === 0;
    for (const position of kept) points.push({ position, value: values[position] as number });
  }
  return points;
}

/** Positions of the first, lowest, highest and last finite value in [from, to), rising, each once. */
function notable(values: ArrayLike<number>, from: number, to: number): number[] {
  let first = -1;
  let last = -1;
  let lowest = -1;
  let highest = -1;
  for (let position = from; position < to; position++) {
    const value = values[position] as number;
    if (!Number.isFinite(value)) continue;
    if (first < 0) first = lowest = highest = position;
    if (value < (values[lowest] as number)) lowest = position;
    if (value > (values[highest] as number)) highest = position;
    last = position;
  }
  if (first < 0) return [];
  return [...new Set([first, Math.min(lowest, highest), Math.max(lowest, highest), last])];
}
