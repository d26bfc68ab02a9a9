import { scaleLinear } from "d3-scale";
import { decimate, type Point } from "./decimate";
import { linearPaths, stepPaths, type LinePaths } from "./linePaths";
import { nonFiniteMarks, type NonFiniteMark } from "./nonFinite";
import { pixel } from "./pixel";
import { positionTicks } from "./positionTicks";
import { colourOf, type ColourScale } from "./scales";
import { anchorOf, type Anchor } from "./tickAnchor";
import { finiteRange, valueDomain, type FiniteRange } from "./valueDomain";
import { valueTicks, type ValueTickOptions } from "./valueTicks";

/** More positions than this are a bug of the caller. */
export const MAX_POSITIONS = 100_000;

export interface LineChartData extends ValueTickOptions {
  /** One value per position; ±∞ and NaN are drawn as marks. */
  values: ArrayLike<number>;
  /** A second line over the same positions. */
  secondValues?: ArrayLike<number>;
  /** Shown as a horizontal line; ±∞ and NaN show none. */
  threshold?: number;
  /** The threshold is one of size: it is shown at −threshold too. */
  mirrored?: boolean;
  /** The threshold's value stands at its line: a tick at the same height would say it twice and is left out. */
  thresholdNamed?: boolean;
  /** Ends of the value axis; without it the axis spans 0, the values and the threshold (both, where mirrored). */
  domain?: readonly [low: number, high: number];
  /** Colours of the magnitude line and of its axis; without it, even magnitude over the axis. */
  scale?: ColourScale;
  /** What a colour is written as; without it, CSS that follows light and dark. */
  paint?: (scale: ColourScale, value: number) => string;
}

export type Series = "first" | "second";

export interface LineChartLayout {
  /** CSS pixels. */
  width: number;
  height: number;
  count: number;
  range: FiniteRange | null;
  domain: readonly [low: number, high: number];
  /** Edges of the plot; infinite values are marked above its top. */
  plot: { left: number; right: number; top: number; bottom: number };
  lines: (LinePaths & { series: Series; end: { x: number; y: number } | null })[];
  marks: (NonFiniteMark & { series: Series; x: number; y: number })[];
  xTicks: { x: number; label: string; anchor: Anchor }[];
  yTicks: { y: number; value: number }[];
  /** Height of 0. */
  zeroY: number;
  thresholdY: number | null;
  /** Height of −threshold where it is mirrored and another than 0. */
  mirrorY: number | null;
  /** Colours from the bottom of the plot to its top. */
  gradient: { offset: string; colour: string }[];
  /** Middle of a position's stretch of the axis. */
  xOf(position: number): number;
  /** Where the stretch of a position begins; `count` is the end of the axis. */
  edgeOf(position: number): number;
  /** Values outside the axis are clamped to it; NaN has the height of 0. */
  yOf(value: number): number;
  /** The position whose stretch contains x, clamped to the chart. */
  positionAt(x: number): number;
  /** The value at height y, clamped to the axis. */
  valueAt(y: number): number;
}

const TOP = 14;
const TOP_WITH_CAPS = 20;
const CAPS_Y = 8;
const BOTTOM = 20;
const END_LABELS = 18;
const END_LABEL_HEIGHT = 14;
const TICK_SPACING = 44;
/** A tick closer than this to the threshold's line says the same. */
const SAME_HEIGHT = 8;
const GRADIENT_STEPS = 8;

/** Everything LineChart draws, in pixels rounded to a tenth. */
export function lineChartLayout(data: LineChartData, width: number, height: number): LineChartLayout {
  const { values, secondValues, threshold } = data;
  const count = values.length;
  if (count > MAX_POSITIONS)
    throw new RangeError(`A line chart draws at most ${MAX_POSITIONS} positions, got ${count}`);
  const all = secondValues ? [values, secondValues] : [values];
  const range = finiteRange(...all);
  const right = Math.max(1, width - (secondValues ? END_LABELS : 0));
  const columns = Math.floor(right);
  const marks = all.map((series) => nonFiniteMarks(series, Math.ceil(columns / 2)));
  const capped = marks.flat().some((mark) => mark.kind === "infinite");
  const plot = { left: 0, right, top: capped ? TOP_WITH_CAPS : TOP, bottom: height - BOTTOM };

  const shown = range && threshold !== undefined && Number.isFinite(threshold) ? [threshold] : [];
  const thresholds = data.mirrored && threshold !== 0 ? shown.flatMap((value) => [value, -value]) : shown;
  const [low, high] = data.domain ?? valueDomain(range, ...thresholds);
  const x = scaleLinear([0, Math.max(1, count)], [plot.left, plot.right]);
  const y = scaleLinear([low, high], [plot.bottom, plot.top]).clamp(true);
  const xOf = (position: number) => pixel(x(position + 0.5));
  const edgeOf = (position: number) => pixel(x(position));
  const yOf = (value: number) => pixel(y(Number.isNaN(value) ? 0 : value));
  const markY = { infinite: CAPS_Y, "negative-infinite": plot.bottom, missing: yOf(0) };
  const [thresholdY = null, mirrorY = null] = thresholds.map(yOf);
  const stepped = !secondValues && count <= columns;

  return {
    width,
    height,
    count,
    range,
    domain: [low, high],
    plot,
    lines: withEndsApart(
      all.map((series, index) => {
        const points = decimate(series, columns);
        const paths = stepped ? stepPaths(points, edgeOf, yOf) : linearPaths(points, xOf, yOf);
        return { series: nameOf(index), ...paths, end: endOf(points, plot.right, yOf) };
      }),
    ),
    marks: marks.flatMap((some, index) =>
      some.map((mark) => ({ ...mark, series: nameOf(index), x: xOf(mark.position), y: markY[mark.kind] })),
    ),
    xTicks: positionTicks(count, plot.right).map(({ position, label }) => {
      const at = xOf(position);
      return { x: at, label, anchor: anchorOf(at, width) };
    }),
    yTicks: (range ? yTicks(low, high, plot.bottom - plot.top, data) : [])
      .map((value) => ({ y: yOf(value), value }))
      .filter(
        (tick) => !data.thresholdNamed || thresholdY === null || Math.abs(tick.y - thresholdY) >= SAME_HEIGHT,
      ),
    zeroY: yOf(0),
    thresholdY,
    mirrorY,
    gradient: gradient(data, low, high),
    xOf,
    edgeOf,
    yOf,
    positionAt: (at) => Math.max(0, Math.min(count - 1, Math.floor(x.invert(at)))),
    valueAt: (at) => Math.max(low, Math.min(high, y.invert(at))),
  };
}

function nameOf(index: number): Series {
  return index === 0 ? "first" : "second";
}

/** Few round values, their number growing with the room, none of them 0: the axis itself is the mark of 0. */
function yTicks(low: number, high: number, room: number, options: ValueTickOptions): number[] {
  const wanted = Math.max(1, Math.min(3, Math.floor(room / TICK_SPACING)));
  return valueTicks(low, high, wanted, options).filter((value) => value !== 0);
}

function endOf(
  points: Point[],
  right: number,
  yOf: (value: number) => number,
): { x: number; y: number } | null {
  const last = points.at(-1);
  return last ? { x: right + 6, y: yOf(last.value) } : null;
}

/** Moves the labels at the ends of two lines apart where they would overlap. */
function withEndsApart(lines: LineChartLayout["lines"]): LineChartLayout["lines"] {
  const [first, second] = lines;
  if (!first?.end || !second?.end) return lines;
  const overlap = END_LABEL_HEIGHT - Math.abs(first.end.y - second.end.y);
  if (overlap <= 0) return lines;
  const towardsTop = first.end.y <= second.end.y ? -1 : 1;
  const moved = (line: (typeof lines)[number], end: { x: number; y: number }, by: number) => ({
    ...line,
    end: { x: end.x, y: pixel(end.y + by) },
  });
  return [
    moved(first, first.end, (towardsTop * overlap) / 2),
    moved(second, second.end, (-towardsTop * overlap) / 2),
  ];
}

function gradient(data: LineChartData, low: number, high: number): LineChartLayout["gradient"] {
  const { scale = { kind: "sequential", domain: [low, high] }, paint = colourOf } = data;
  return Array.from({ length: GRADIENT_STEPS + 1 }, (_, step) => ({
    offset: `${(step / GRADIENT_STEPS) * 100}%`,
    colour: paint(scale, low + ((high - low) * step) / GRADIENT_STEPS),
  }));
}
