import type { ValueInterval } from "../../core/compare/valueInterval";
import type { HistogramOptions } from "./histogram.layout";
import type { Counted } from "./words";

export interface HistogramProps extends HistogramOptions {
  values: ArrayLike<number>;
  /** Roughly how many bins (default: one per 12 pixels, at most 40). */
  bins?: number;
  /** What the axis spans at least. */
  domain?: readonly [low: number, high: number];
  /** Values of at most this size count as 0, which has a bin of its own. */
  zeroBelow?: number;
  label: string;
  /** What is counted, for a sentence; without it, the label. */
  spoken?: string;
  /** What is counted; without it, tokens. */
  counted?: Counted;
  /** A finite value as text. */
  format: (value: number) => string;
  /** The threshold as text; without it, as any value. */
  formatThreshold?: (threshold: number) => string;
  /** Brushed values; left out, the chart remembers its own. */
  range?: ValueInterval | null;
  /** CSS pixels of the plane below the title, the brush's strip included. */
  height?: number;
  /** The values that the brushed bins count; without it nothing can be brushed, neither in the plane nor on the strip. */
  onBrush?: (range: ValueInterval | null) => void;
}
