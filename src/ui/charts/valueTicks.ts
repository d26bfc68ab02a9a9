import { scaleLinear } from "d3-scale";

export interface ValueTickOptions {
  /** What stands beside a tick. */
  format?: (value: number) => string;
  /** Values are whole numbers, so ticks are too. */
  whole?: boolean;
}

/**
 * Round values between two ends in rising order, roughly `wanted` of them; fewer where they would not differ in their
 * labels.
 */
export function valueTicks(
  low: number,
  high: number,
  wanted: number,
  { format = String, whole = false }: ValueTickOptions = {},
): number[] {
  const scale = scaleLinear([low, high], [0, 1]);
  let ticks: number[] = [];
  for (let count = wanted; count >= 1; count--) {
    ticks = scale.ticks(count).filter((tick) => !whole || Number.isInteger(tick));
    if (new Set(ticks.map(format)).size === ticks.length) return ticks;
  }
  const labels = ticks.map(format);
  return ticks.filter((_, index) => labels.indexOf(labels[index] ?? "") === index);
}
