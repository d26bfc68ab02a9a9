import { authorBandHeight, type AuthorPreview } from "./authorBand.layout";
import type { Author } from "./authorRuns";
import { nonFiniteMarks, type NonFiniteMark } from "./nonFinite";
import { pixel } from "./pixel";
import { positionTicks } from "./positionTicks";
import { stemPaths, type StemPath } from "./stemPaths";
import { placesFor, topFor } from "./steps";
import { anchorOf, type Anchor } from "./tickAnchor";
import { finiteRange, type FiniteRange } from "./valueDomain";
import { valueTicks } from "./valueTicks";

/** More positions than this are a bug of the caller. */
export const MAX_SWITCHED = 100_000;

/** One hand-over: the token at `position` is the first that `to` writes. */
export interface SwitchMark {
  position: number;
  from: "a" | "b";
  to: "a" | "b";
  /** Why, in words. */
  reason: string;
}

export interface SwitchCurveData {
  /** Divergence at every position, ≥ 0; +∞ and NaN (not judged) are drawn as marks. */
  values: ArrayLike<number>;
  /** Who wrote each position; as long as the values. */
  authors: readonly Author[];
  /** In order of position. */
  switches: readonly SwitchMark[];
  /** The other model takes over above it; without a finite one there is no line. */
  threshold?: number | undefined;
  /** It hands back below it; shown at the threshold where it lies above, because that is where it acts. */
  switchBack?: number | undefined;
  /** End of the value axis, which starts at 0; without it, the next round number that holds values and thresholds. */
  top?: number | undefined;
  /** A logarithmic axis, which begins at `LOG_LOW` and has 0 at its foot. */
  log?: boolean | undefined;
  /** More will be written: the axis keeps place for it and grows in steps. */
  growing?: boolean | undefined;
  preview?: AuthorPreview | undefined;
  /** A finite value as text. */
  format: (value: number) => string;
}

/** Switches that share one place on the axis. */
export interface SwitchGlyph {
  x: number;
  marks: readonly SwitchMark[];
  /** Whom it hands over to; both, where several switches share the place. */
  to: "a" | "b" | "both";
}

export interface SwitchCurveLayout {
  /** CSS pixels. */
  width: number;
  height: number;
  count: number;
  /** Positions the axis has place for, at least `count`. */
  places: number;
  range: FiniteRange | null;
  /** The value at the top of the plot. */
  top: number;
  plot: { left: number; right: number; top: number; bottom: number };
  stems: readonly StemPath[];
  stemWidth: number;
  marks: readonly (NonFiniteMark & { x: number; y: number })[];
  glyphs: readonly SwitchGlyph[];
  xTicks: readonly { x: number; y: number; label: string; anchor: Anchor }[];
  yTicks: readonly { y: number; value: number }[];
  thresholdY: number | null;
  switchBackY: number | null;
  /** The switch-back as it acts: never above the threshold. */
  switchBack: number | null;
  /** Where the band of authors begins. */
  bandTop: number;
  /** Middle of a position's stretch of the axis. */
  xOf(position: number): number;
  /** Clamped to the axis. */
  yOf(value: number): number;
  /** The position under x, clamped to what there is. */
  positionAt(x: number): number;
  /** The value at height y, clamped to the axis. */
  valueAt(y: number): number;
  /** A value moved up by so many hundredths of the axis. */
  moved(value: number, hundredths: number): number;
  /** The glyph within reach of x; undefined where there is none. */
  glyphAt(x: number): SwitchGlyph | undefined;
}

/** Where a logarithmic axis begins: what is smaller stands on its foot. */
export const LOG_LOW = 1e-4;

/** Pixels at a type size of 1. */
const TOP = 16;
const CAPS_Y = 8;
const GLYPHS = 8;
const TICKS = 15;
const BAND_GAP = 5;
const TICK_SPACING = 44;
const SAME_HEIGHT = 12;
const GLYPH_REACH = 6;
const WIDEST_STEM = 6;
const THINNEST_STEM = 1.5;

/** Pixels below the plot that are no values: switches, ticks, the band, the preview where there is room for one. */
export function belowSwitchCurve(withPreview: boolean, type = 1): number {
  return Math.ceil((GLYPHS + TICKS + BAND_GAP) * type) + authorBandHeight(withPreview, type);
}

/**
 * Everything SwitchCurve draws, in pixels rounded to a tenth. `type` is the page's type size as a multiple of the usual
 * one; with `draggable`, room is kept for a preview before there is one.
 */
export function switchCurveLayout(
  data: SwitchCurveData,
  width: number,
  height: number,
  { type = 1, draggable = false } = {},
): SwitchCurveLayout {
  const { values, authors } = data;
  const count = values.length;
  if (count > MAX_SWITCHED)
    throw new RangeError(`A switch curve draws at most ${MAX_SWITCHED} positions, got ${count}`);
  if (authors.length !== count)
    throw new RangeError(`Each position has one author: got ${count} values and ${authors.length} authors`);
  const withPreview = draggable || data.preview !== undefined;
  const bottom = Math.max(2, height - belowSwitchCurve(withPreview, type));
  const plot = { left: 0, right: Math.max(1, width), top: Math.min(bottom - 1, TOP * type), bottom };
  const places = Math.max(1, count, data.growing ? placesFor(count) : 0);

  const threshold = finiteOr(data.threshold);
  const wanted = finiteOr(data.switchBack);
  const switchBack = wanted === null ? null : Math.min(wanted, threshold ?? wanted);
  const range = finiteRange(values);
  const top = data.top ?? topFor(Math.max(range?.high ?? 0, threshold ?? 0, switchBack ?? 0));
  const logTop = Math.max(top, 10 * LOG_LOW);

  const xOf = (position: number) => pixel(((position + 0.5) * plot.right) / places);
  const edgeOf = (position: number) => pixel((position * plot.right) / places);
  /** Where a value stands on the axis, from 0 to 1. */
  const shareOf = (value: number) => {
    if (!(value > 0)) return 0;
    const share = data.log ? Math.log(value / LOG_LOW) / Math.log(logTop / LOG_LOW) : value / top;
    return Math.max(0, Math.min(1, share));
  };
  const atShare = (share: number) => {
    if (share <= 0) return 0;
    const clamped = Math.min(1, share);
    return data.log ? LOG_LOW * (logTop / LOG_LOW) ** clamped : clamped * top;
  };
  const yOf = (value: number) => pixel(plot.bottom - shareOf(value) * (plot.bottom - plot.top));
  const glyphs = glyphsOf(data.switches, edgeOf, GLYPH_REACH * type);
  const thresholdY = threshold === null ? null : yOf(threshold);
  const switchBackY = switchBack === null ? null : yOf(switchBack);

  return {
    width,
    height,
    count,
    places,
    range,
    top: data.log ? logTop : top,
    plot,
    stems: stemPaths(values, authors, xOf, yOf),
    stemWidth: pixel(Math.max(THINNEST_STEM, Math.min(WIDEST_STEM, (0.6 * plot.right) / places))),
    marks: nonFiniteMarks(values, Math.ceil((plot.right * count) / places / 4)).map((mark) => ({
      ...mark,
      x: xOf(mark.position),
      y: mark.kind === "infinite" ? CAPS_Y * type : plot.bottom,
    })),
    glyphs,
    xTicks: positionTicks(places, plot.right, 120 * type).map(({ position, label }) => {
      const x = xOf(position);
      return { x, y: plot.bottom + (GLYPHS + TICKS - 4) * type, label, anchor: anchorOf(x, width) };
    }),
    yTicks: yTicks(data, data.log ? logTop : top, (plot.bottom - plot.top) / type)
      .map((value) => ({ y: yOf(value), value }))
      .filter(({ y }) =>
        [thresholdY, switchBackY].every((line) => line === null || Math.abs(y - line) >= SAME_HEIGHT * type),
      ),
    thresholdY,
    switchBackY,
    switchBack,
    bandTop: Math.round(plot.bottom + (GLYPHS + TICKS + BAND_GAP) * type),
    xOf,
    yOf,
    positionAt: (x) => Math.max(0, Math.min(count - 1, Math.floor((x * places) / plot.right))),
    valueAt: (y) => atShare((plot.bottom - y) / (plot.bottom - plot.top)),
    moved: (value, hundredths) => atShare(shareOf(value) + hundredths / 100),
    glyphAt: (x) => nearest(glyphs, x, GLYPH_REACH * type),
  };
}

function finiteOr(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? Math.max(0, value) : null;
}

/** Few round values, none of them 0, whose mark is the axis; powers of ten on a logarithmic axis. */
function yTicks({ log, format }: SwitchCurveData, top: number, room: number): number[] {
  const wanted = Math.max(1, Math.min(3, Math.floor(room / TICK_SPACING)));
  if (!log) return valueTicks(0, top, wanted, { format }).filter((value) => value > 0);
  const powers: number[] = [];
  const last = Math.floor(Math.log10(top) + 1e-9);
  for (let exponent = Math.round(Math.log10(LOG_LOW)) + 1; exponent <= last; exponent++)
    powers.push(Number(`1e${exponent}`));
  const every = Math.max(1, Math.ceil(powers.length / (2 * wanted)));
  return powers.filter((_, index) => (powers.length - 1 - index) % every === 0);
}

/** Switches in order, those closer than `reach` to the first of a place joined with it. */
function glyphsOf(
  switches: readonly SwitchMark[],
  edgeOf: (position: number) => number,
  reach: number,
): SwitchGlyph[] {
  const glyphs: { x: number; marks: SwitchMark[]; to: SwitchGlyph["to"] }[] = [];
  for (const mark of switches) {
    const x = edgeOf(mark.position);
    const last = glyphs.at(-1);
    if (last && x - last.x < reach) {
      last.marks.push(mark);
      last.to = "both";
    } else glyphs.push({ x, marks: [mark], to: mark.to });
  }
  return glyphs;
}

function nearest(glyphs: readonly SwitchGlyph[], x: number, reach: number): SwitchGlyph | undefined {
  let best: SwitchGlyph | undefined;
  for (const glyph of glyphs) if (Math.abs(glyph.x - x) <= Math.abs((best?.x ?? Infinity) - x)) best = glyph;
  return best && Math.abs(best.x - x) <= reach ? best : undefined;
}
