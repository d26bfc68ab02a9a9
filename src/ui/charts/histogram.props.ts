import type { HistogramOptions } from "./histogram.layout";

export interface HistogramProps extends HistogramOptions {
  values: ArrayLike<number>;
  /** Roughly how many bins (default: one per 12 pixels, at most 40). */
  bins?: number;
  /** What the axis spans at least. */
  domain?: readonly [low: number, high: number];
  /** Values of at most this size count as 0, which has a bin of its own. */
  zeroBelow?: number;
  label: string;
  /** A finite value as text. */
  format: (value: number) => string;
  /** Brushed values; left out, the chart remembers its own. */
  range?: readonly [low: number, high: number] | null;
  /** CSS pixels of the plane below the title, the brush's strip included. */
  height?: number;
  /** Values from the low end of the first brushed bin to the high end of the last; without it there is no strip. */
  onBrush?: (range: readonly [low: number, high: number] | null) => void;
}
