import { scaleLinear } from "d3-scale";
import { pixel } from "./pixel";
import { textWidth, type Box } from "./placeLabels";
import { anchorOf, type Anchor } from "./tickAnchor";
import { finiteRange, valueDomain } from "./valueDomain";
import { valueTicks } from "./valueTicks";

/** Whose a point is. */
export type ScatterTone = "a" | "b" | "neutral";

export interface ScatterPoint {
  x: number;
  y: number;
  tone: ScatterTone;
}

/** A rectangle of values, its edges included. */
export interface PlaneRegion {
  x: readonly [low: number, high: number];
  y: readonly [low: number, high: number];
}

export interface ScatterAxis {
  /** A finite value as text. */
  format: (value: number) => string;
  /** Values are whole numbers. */
  whole?: boolean;
  /** What the axis spans at least. */
  domain?: readonly [low: number, high: number];
}

/** Points of one tone that fall on nearly one pixel: indices into the points. */
export interface ScatterPlace {
  tone: ScatterTone;
  x: number;
  y: number;
  indices: readonly number[];
}

/** Dots of one tone and size, as a path of strokes without length. */
export interface ScatterDots {
  tone: ScatterTone;
  /** Width of the stroke, pixels. */
  width: number;
  /** They lie beyond the brushed region. */
  outside: boolean;
  path: string;
}

export interface ScatterLayout {
  width: number;
  height: number;
  plot: Box;
  /** From left to right, as the keyboard walks them. */
  places: readonly ScatterPlace[];
  xTicks: readonly { x: number; value: number; anchor: Anchor }[];
  yTicks: readonly { y: number; value: number }[];
  /** Points that stand nowhere: a value of theirs is no finite number. */
  missing: number;
  /** Index into the places of that nearest to a pixel, within reach; −1 where none is. */
  placeAt(x: number, y: number): number;
  /** The values between two corners; where points lie in lanes, the whole of each lane that is touched. */
  regionOf(corner: Pixel, opposite: Pixel): PlaneRegion;
  /** Where a region is drawn. */
  boxOf(region: PlaneRegion): Box;
}

export interface Pixel {
  x: number;
  y: number;
}

/** Pixels at a type size of 1. */
const TYPE = 11;
const TOP = 12;
const BOTTOM = 36;
const RIGHT = 12;
const GUTTER = 13;
const TICK_SPACING = { x: 90, y: 44 };
const REACH = 20;
/** Points closer than this are one place. */
const CELL = 3;
/** So few levels of y, as of rewards 0 and 1, get a lane a tone, this far apart. */
const FEW_LEVELS = 6;
const LANE = 9;
/** Dots of 1, of some, and of many points. */
const SIZES = [
  { least: 1, width: 5 },
  { least: 3, width: 7 },
  { least: 12, width: 10 },
] as const;
const TONES: readonly ScatterTone[] = ["a", "b", "neutral"];

/**
 * Everything ScatterPlot draws, in pixels rounded to a tenth. Tens of thousands of points are drawn as few paths, one
 * dot for all that fall on nearly one pixel. `type` is the page's type size as a multiple of the usual one.
 */
export function scatterLayout(
  points: readonly ScatterPoint[],
  axes: { x: ScatterAxis; y: ScatterAxis },
  width: number,
  height: number,
  type = 1,
): ScatterLayout {
  const drawn = points.flatMap(({ x, y }, index) => (Number.isFinite(x) && Number.isFinite(y) ? index : []));
  const point = (index: number) => points[index] as ScatterPoint;
  const domains = {
    x: domainOf(
      drawn.map((index) => point(index).x),
      axes.x,
    ),
    y: domainOf(
      drawn.map((index) => point(index).y),
      axes.y,
    ),
  };
  const bottom = Math.max(2, height - BOTTOM * type);
  const wantedY = Math.max(2, Math.min(5, Math.floor(bottom / (TICK_SPACING.y * type))));
  const yValues = valueTicks(...domains.y, wantedY, axes.y);
  const gutter =
    Math.max(0, ...yValues.map((value) => textWidth(axes.y.format(value), TYPE * type))) + GUTTER;
  const plot = {
    left: Math.round(gutter),
    right: Math.max(gutter + 1, width - RIGHT),
    top: Math.min(bottom - 1, TOP * type),
    bottom,
  };
  const tones = TONES.filter((tone) => drawn.some((index) => point(index).tone === tone));
  const inLanes = tones.length > 1 && hasFewLevels(drawn.map((index) => point(index).y));
  const lanes = inLanes
    ? tones.map((_, at) => (at - (tones.length - 1) / 2) * LANE * type)
    : tones.map(() => 0);
  /** Half of what the lanes take, kept free at both ends of the axis. */
  const room = Math.max(0, ...lanes);
  const xScale = scaleLinear(domains.x, [plot.left, plot.right]);
  const yScale = scaleLinear(domains.y, [plot.bottom - room - 4 * type, plot.top + room]);
  const laneOf = (tone: ScatterTone) => lanes[tones.indexOf(tone)] ?? 0;

  const cells = new Map<number, ScatterPlace & { indices: number[] }>();
  const columns = Math.ceil(width / CELL) + 1;
  for (const index of drawn) {
    const { tone } = point(index);
    const x = pixel(xScale(point(index).x));
    const y = pixel(yScale(point(index).y) + laneOf(tone));
    const key = (Math.round(y / CELL) * columns + Math.round(x / CELL)) * TONES.length + TONES.indexOf(tone);
    const cell = cells.get(key);
    if (cell) cell.indices.push(index);
    else cells.set(key, { tone, x, y, indices: [index] });
  }
  const places = [...cells.values()].sort((one, other) => one.x - other.x || one.y - other.y);

  return {
    width,
    height,
    plot,
    places,
    missing: points.length - drawn.length,
    xTicks: valueTicks(
      ...domains.x,
      Math.max(1, Math.floor((plot.right - plot.left) / (TICK_SPACING.x * type))),
      axes.x,
    ).map((value) => {
      const x = pixel(xScale(value));
      return { x, value, anchor: anchorOf(x, width) };
    }),
    yTicks: yValues.map((value) => ({ y: pixel(yScale(value)), value })),
    placeAt(x, y) {
      let [best, least] = [-1, REACH * type];
      for (const [at, place] of places.entries()) {
        const distance = Math.hypot(place.x - x, place.y - y);
        if (distance <= least) [best, least] = [at, distance];
      }
      return best;
    },
    regionOf(corner, opposite) {
      const [left, right] = ordered(corner.x, opposite.x);
      const [top, below] = ordered(corner.y, opposite.y);
      const y = ordered(yScale.invert(top), yScale.invert(below));
      // The lane's own offset is no part of a value.
      const touched = inLanes
        ? places
            .filter((place) => place.x >= left && place.x <= right && place.y >= top && place.y <= below)
            .map(({ indices }) => point(indices[0] as number).y)
        : [];
      return {
        x: ordered(xScale.invert(left), xScale.invert(right)),
        y: [Math.min(y[0], ...touched), Math.max(y[1], ...touched)],
      };
    },
    boxOf({ x, y }) {
      const clamp = (value: number, low: number, high: number) => pixel(Math.min(high, Math.max(low, value)));
      return {
        left: clamp(xScale(x[0]), 0, width),
        right: clamp(xScale(x[1]), 0, width),
        top: clamp(yScale(y[1]) - room, 0, plot.bottom),
        bottom: clamp(yScale(y[0]) + room, 0, plot.bottom),
      };
    },
  };
}

/** The dots of all places, those beyond a region apart. What is drawn last lies on top: the switched, then B. */
export function scatterDots(
  places: readonly ScatterPlace[],
  points: readonly ScatterPoint[],
  region: PlaneRegion | null,
): ScatterDots[] {
  const paths = new Map<string, { dots: Omit<ScatterDots, "path">; steps: string[] }>();
  for (const { tone, x, y, indices } of places) {
    const inside =
      region === null || indices.some((index) => isInRegion(points[index] as ScatterPoint, region));
    const width = SIZES.findLast(({ least }) => indices.length >= least)?.width ?? SIZES[0].width;
    const key = `${tone} ${width} ${inside}`;
    const path = paths.get(key) ?? { dots: { tone, width, outside: !inside }, steps: [] };
    paths.set(key, path);
    path.steps.push(`M${x},${y}h0`);
  }
  return [...paths.values()]
    .map(({ dots, steps }) => ({ ...dots, path: steps.join("") }))
    .sort(
      (one, other) =>
        Number(other.outside) - Number(one.outside) ||
        TONES.indexOf(one.tone) - TONES.indexOf(other.tone) ||
        one.width - other.width,
    );
}

/** Whether a point lies in a region; one without a place lies in none. */
export function isInRegion({ x, y }: Pick<ScatterPoint, "x" | "y">, region: PlaneRegion): boolean {
  return x >= region.x[0] && x <= region.x[1] && y >= region.y[0] && y <= region.y[1];
}

function domainOf(values: readonly number[], axis: ScatterAxis): [low: number, high: number] {
  const [low, high] = valueDomain(finiteRange(values), ...(axis.domain ?? []));
  const [from = low, to = high] = scaleLinear([low, high], [0, 1]).nice(5).domain();
  return [from, to];
}

function hasFewLevels(values: readonly number[]): boolean {
  const levels = new Set<number>();
  for (const value of values) if (levels.add(value).size > FEW_LEVELS) return false;
  return true;
}

function ordered(one: number, other: number): [number, number] {
  return one <= other ? [one, other] : [other, one];
}
