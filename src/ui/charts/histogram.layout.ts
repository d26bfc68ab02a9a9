import { scaleLinear } from "d3-scale";
import type { ValueInterval } from "../../core/compare/valueInterval";
import type { Bin, Binned } from "./binValues";
import type { Span } from "./brush";
import { pixel } from "./pixel";
import { colourOf, type ColourScale } from "./scales";
import { anchorOf, type Anchor } from "./tickAnchor";
import { valueTicks, type ValueTickOptions } from "./valueTicks";

export interface HistogramOptions extends ValueTickOptions {
  threshold?: number;
  /** The threshold is one of size: it is shown at −threshold too, where the ranges reach that far. */
  mirrored?: boolean;
  /** Colours of the bars; without it, even magnitude over the ranges. */
  scale?: ColourScale;
  /** What a colour is written as; without it, CSS that follows light and dark. */
  paint?: (scale: ColourScale, value: number) => string;
}

export interface HistogramBar {
  bin: Bin;
  /** Pixels of the bar; `slot` is the full width that belongs to it. */
  x: number;
  y: number;
  width: number;
  height: number;
  slot: { left: number; right: number };
  colour: string;
}

export interface HistogramLayout {
  width: number;
  height: number;
  plot: { left: number; right: number; top: number; bottom: number };
  bars: HistogramBar[];
  xTicks: { x: number; value: number; anchor: Anchor }[];
  countTicks: { y: number; count: number }[];
  /** Counts written over the bars that are too low to be seen well, from their middle; turned where one is too wide for its slot. */
  lowCounts: { x: number; y: number; count: number; turned: boolean }[];
  /** Between the values below and above, so beside the range of a whole number; clamped to the ranges; null where there is no finite threshold or no range. */
  thresholdX: number | null;
  /** −threshold; null where it is not mirrored or lies below the ranges. */
  mirrorX: number | null;
  /** The bin under x, clamped to the chart; −1 where there is none. */
  binAt(x: number): number;
}

const TOP = 12;
const BOTTOM = 20;
/** Width of a bin that stands alone (0, ±∞) and its distance from the ranges. */
const POINT_WIDTH = 14;
const POINT_GAP = 6;
/** Half the width of a tick's label. */
const LABEL_ROOM = 18;
/** Pixels a bar has at least, and those below which its count is written over it. */
const LEAST_HEIGHT = 2;
const LOW_HEIGHT = 8;
/** Pixels between a bar and its count, and those that a digit or a separator takes at most. */
const COUNT_GAP = 3;
const DIGIT_WIDTH = 7;

/** Everything Histogram draws, in pixels rounded to a tenth. Heights are proportional to counts. */
export function histogramLayout(
  { bins }: Binned,
  { threshold, mirrored = false, scale, paint = colourOf, ...tickOptions }: HistogramOptions,
  width: number,
  height: number,
): HistogramLayout {
  const plot = { left: 0, right: width, top: TOP, bottom: height - BOTTOM };
  const ranges = bins.filter((bin) => bin.kind === "range");
  const before = bins.filter((bin) => bin.kind === "negative-infinite" || bin.kind === "zero").length;
  const after = bins.filter((bin) => bin.kind === "infinite").length;
  const left = before * (POINT_WIDTH + POINT_GAP);
  const right = width - after * (POINT_WIDTH + POINT_GAP);
  const low = ranges[0]?.from ?? 0;
  const high = ranges.at(-1)?.to ?? 0;
  const x = scaleLinear([low, high], [left, right]).clamp(true);
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const y = scaleLinear([0, most], [plot.bottom, plot.top]);
  /** Each range is one whole number: it is named in its middle. */
  const single = tickOptions.whole && ranges[0] !== undefined && ranges[0].to - ranges[0].from === 1;
  const hasThreshold = threshold !== undefined && Number.isFinite(threshold) && ranges.length > 0;
  const colours: ColourScale = scale ?? { kind: "sequential", domain: [low, high] };

  const bars = bins.map((bin, index): HistogramBar => {
    const slot = slotOf(bin, index);
    const gap = bin.kind === "range" && slot.right - slot.left > 4 ? 1 : 0;
    const top = bin.count === 0 ? plot.bottom : Math.min(plot.bottom - LEAST_HEIGHT, y(bin.count));
    return {
      bin,
      slot: { left: pixel(slot.left), right: pixel(slot.right) },
      x: pixel(slot.left + gap / 2),
      y: pixel(top),
      width: pixel(slot.right - slot.left - gap),
      height: pixel(plot.bottom - top),
      colour: paint(colours, bin.kind === "range" && !single ? (bin.from + bin.to) / 2 : bin.from),
    };
  });

  function slotOf(bin: Bin, index: number): { left: number; right: number } {
    if (bin.kind === "range") return { left: x(bin.from), right: x(bin.to) };
    const start = bin.kind === "infinite" ? right + POINT_GAP : index * (POINT_WIDTH + POINT_GAP);
    return { left: start, right: start + POINT_WIDTH };
  }

  return {
    width,
    height,
    plot,
    bars,
    xTicks: valueTicks(low, high - (single ? 1 : 0), wantedTicks(right - left), tickOptions)
      .map((value) => {
        const at = x(value + (single ? 0.5 : 0));
        return { x: pixel(at), value, anchor: anchorOf(at, width) };
      })
      .filter(
        (tick) => ranges.length > 0 && isClear(tick.x, before > 0 ? left : null, after > 0 ? right : null),
      ),
    lowCounts: lowCounts(bars),
    countTicks: countTicks(most).map((count) => ({ y: pixel(y(count)), count })),
    thresholdX: hasThreshold ? pixel(x(tickOptions.whole ? Math.floor(threshold) + 1 : threshold)) : null,
    mirrorX:
      hasThreshold && mirrored && -threshold >= low
        ? pixel(x(tickOptions.whole ? -Math.floor(threshold) : -threshold))
        : null,
    binAt(at) {
      const inside = bars.findIndex((bar) => at < bar.slot.right);
      return inside === -1 ? bars.length - 1 : inside;
    },
  };
}

function wantedTicks(room: number): number {
  return Math.max(1, Math.min(5, Math.floor(room / 90)));
}

/** Whether a label at x keeps clear of the names of bins that stand alone beyond the ends of the ranges. */
function isClear(x: number, left: number | null, right: number | null): boolean {
  return (left === null || x - left > LABEL_ROOM) && (right === null || right - x > LABEL_ROOM);
}

/** One to three round counts. */
function countTicks(most: number): number[] {
  return scaleLinear([0, most], [0, 1])
    .ticks(2)
    .filter((count) => count > 0 && Number.isInteger(count));
}

function lowCounts(bars: readonly HistogramBar[]): HistogramLayout["lowCounts"] {
  const low = bars.filter(({ height }) => height > 0 && height < LOW_HEIGHT);
  const widthOf = (count: number) => DIGIT_WIDTH * String(count).length;
  const turned = low.some(({ bin, slot }) => widthOf(bin.count) > slot.right - slot.left);
  return low.map(({ bin, slot, y }) => ({
    x: pixel((slot.left + slot.right) / 2),
    y: pixel(y - COUNT_GAP),
    count: bin.count,
    turned,
  }));
}

/** The values that a span of bins counts. */
export function intervalOf(bins: readonly Bin[], [from, to]: Span): ValueInterval {
  const [first, last, before] = [bins[from], bins[to], bins[from - 1]];
  // Beside a bin of 0, the first range holds what is above it.
  const aboveZero = first?.kind === "range" && before?.kind === "zero";
  return {
    low: (aboveZero ? before.to : first?.kind === "zero" ? 0 - first.to : first?.from) ?? NaN,
    includesLow: !aboveZero,
    high: last?.to ?? NaN,
    includesHigh: last?.kind !== "range" || bins[to + 1]?.kind !== "range",
  };
}

/** The bins that lie within an interval of values; null where there is none. Undoes `intervalOf`. */
export function spanOf(bins: readonly Bin[], interval: ValueInterval): Span | null {
  const inside = (_: Bin, index: number) => {
    const own = intervalOf(bins, [index, index]);
    return (
      (own.low > interval.low || (own.low === interval.low && (interval.includesLow || !own.includesLow))) &&
      (own.high < interval.high ||
        (own.high === interval.high && (interval.includesHigh || !own.includesHigh)))
    );
  };
  const from = bins.findIndex(inside);
  return from === -1 ? null : [from, bins.findLastIndex(inside)];
}
