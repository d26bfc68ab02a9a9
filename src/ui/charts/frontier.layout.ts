import { scaleLinear } from "d3-scale";
import { frontierNames } from "./frontier.names";
import { nonFiniteKind, type NonFiniteKind } from "./nonFinite";
import { pixel } from "./pixel";
import { textWidth, type Box, type LabelPlace } from "./placeLabels";
import { shareTopFor } from "./steps";
import { anchorOf, type Anchor } from "./tickAnchor";
import { valueTicks } from "./valueTicks";

/** The mean reward at one setting of the sweep. */
export interface FrontierPoint {
  series: "switched" | "control";
  /** The threshold or budget. */
  sweep: number;
  /** Share of the tokens from B, 0 to 1. */
  share: number;
  reward: number;
  /** Ends of the 95 % interval of the reward. */
  low: number;
  high: number;
  /** Problems. */
  n: number;
  /** The tokens that the share is of. */
  tokens?: { fromB: number; of: number };
}

/** The mean reward of a model that writes alone. */
export type FrontierReference = Pick<FrontierPoint, "reward" | "low" | "high">;

export type RefusedField = "share" | "reward" | "low" | "high" | "sweep";

/** What keeps numbers from being drawn: not finite, a share beyond 0…1, an interval whose end lies below its beginning. */
export type RefusedReason = NonFiniteKind | "outside" | "crossed";

export interface Refused {
  /** Index of the point, or whose reference it is. */
  of: number | "a" | "b";
  field: RefusedField;
  reason: RefusedReason;
}

export interface FrontierData {
  points: readonly FrontierPoint[];
  a?: FrontierReference | undefined;
  b?: FrontierReference | undefined;
  /** What stands at the lines, in about `most` characters. */
  labels: Readonly<Record<FrontierTone, (most: number) => string>>;
  /** A reward as text. */
  format: (reward: number) => string;
}

export type FrontierTone = "a" | "b" | "switched" | "control";

/** Points of one series that fall on one pixel: indices into the points, in sweep order. */
export interface FrontierPlace {
  series: FrontierPoint["series"];
  x: number;
  y: number;
  indices: readonly number[];
}

export interface FrontierLayout {
  width: number;
  height: number;
  plot: Box;
  /** The share at the right end. */
  shareTop: number;
  /** Rewards at the bottom and at the top. */
  rewards: readonly [low: number, high: number];
  references: readonly { model: "a" | "b"; y: number; top: number; bottom: number }[];
  lines: readonly { series: FrontierPoint["series"]; path: string }[];
  intervals: readonly { series: FrontierPoint["series"]; x: number; top: number; bottom: number }[];
  places: readonly FrontierPlace[];
  labels: readonly (LabelPlace & { tone: FrontierTone; text: string })[];
  xTicks: readonly { x: number; label: string; anchor: Anchor }[];
  yTicks: readonly { y: number; value: number }[];
  refused: readonly Refused[];
  /** Indices of the drawn points from left to right, as the keyboard walks them. */
  order: readonly number[];
  /** The place a drawn point stands at. */
  placeOf(index: number): FrontierPlace | undefined;
  /** The place nearest to a pixel, within reach. */
  placeAt(x: number, y: number): FrontierPlace | undefined;
}

/** Pixels at a type size of 1. */
const TYPE = 11;
const TOP = 10;
const BOTTOM = 34;
const RIGHT = 10;
const GUTTER = 13;
const TICK_SPACING = { x: 84, y: 48 };
const REACH = 28;
/** What an axis of rewards spans at least: equal rewards would have no axis. */
const LEAST_SPAN = 0.1;

/**
 * Everything Frontier draws, in pixels rounded to a tenth. Points that cannot be drawn are left out and named in
 * `refused`. `type` is the page's type size as a multiple of the usual one.
 */
export function frontierLayout(data: FrontierData, width: number, height: number, type = 1): FrontierLayout {
  const { points } = data;
  const refused: Refused[] = [];
  const drawn = points.map((_, index) => index).filter((index) => keep(index, points[index]));
  const models = (["a", "b"] as const).filter((model) => data[model] && keep(model, data[model]));
  function keep(of: Refused["of"], value: FrontierPoint | FrontierReference | undefined): boolean {
    const problem = value && problemOf(value);
    if (problem) refused.push({ of, ...problem });
    return problem === undefined;
  }
  const point = (index: number) => points[index] as FrontierPoint;
  const inSweep = (series: FrontierPoint["series"]) =>
    drawn.filter((index) => point(index).series === series).sort((x, y) => point(x).sweep - point(y).sweep);

  const shown = [...drawn.map(point), ...models.map((model) => data[model] as FrontierReference)];
  const rewards = rewardDomain(shown);
  const size = TYPE * type;
  const bottom = Math.max(2, height - BOTTOM * type);
  const yScale = scaleLinear(rewards, [bottom, Math.min(bottom - 1, TOP * type)]);
  const wantedY = Math.max(2, Math.min(5, Math.floor(bottom / (TICK_SPACING.y * type))));
  const yValues = shown.length > 0 ? valueTicks(...rewards, wantedY, { format: data.format }) : [];
  const gutter = Math.max(0, ...yValues.map((value) => textWidth(data.format(value), size))) + GUTTER;
  const plot = {
    left: Math.round(shown.length > 0 ? gutter : 0),
    right: Math.max(gutter + 1, width - RIGHT),
    top: Math.min(bottom - 1, TOP * type),
    bottom,
  };
  const shareTop = drawn.length > 0 ? shareTopFor(Math.max(...drawn.map((index) => point(index).share))) : 1;
  const xScale = scaleLinear([0, shareTop], [plot.left, plot.right]);
  const xOf = (share: number) => pixel(xScale(share));
  const yOf = (reward: number) => pixel(yScale(reward));

  const series = (["control", "switched"] as const).map((name) => ({ name, indices: inSweep(name) }));
  const lines = series
    .filter(({ indices }) => indices.length > 1)
    .map(({ name, indices }) => ({
      series: name,
      path: `M${indices.map((index) => `${xOf(point(index).share)},${yOf(point(index).reward)}`).join("L")}`,
    }));
  const places = series.flatMap(({ name, indices }) => stacked(name, indices, point, xOf, yOf));
  const intervals = series.flatMap(({ name, indices }) =>
    indices
      .map((index) => point(index))
      .filter(({ low, high }) => high > low)
      .map(({ share, low, high }) => ({ series: name, x: xOf(share), top: yOf(high), bottom: yOf(low) })),
  );
  const references = models.map((model) => {
    const { reward, low, high } = data[model] as FrontierReference;
    return { model, y: yOf(reward), top: yOf(high), bottom: yOf(low) };
  });
  const order = [...drawn].sort(
    (x, y) =>
      point(x).share - point(y).share ||
      (point(x).series < point(y).series ? 1 : point(x).series > point(y).series ? -1 : 0) ||
      point(x).sweep - point(y).sweep,
  );

  return {
    width,
    height,
    plot,
    shareTop,
    rewards,
    references,
    lines,
    intervals,
    places,
    labels: frontierNames({ data, references, places, lines, intervals, plot, size }),
    xTicks:
      drawn.length > 0
        ? xScale
            .ticks(Math.max(1, Math.floor((plot.right - plot.left) / (TICK_SPACING.x * type))))
            .map((share) => {
              const x = xOf(share);
              return { x, label: shareLabel(share), anchor: anchorOf(x, width) };
            })
        : [],
    yTicks: yValues.map((value) => ({ y: yOf(value), value })),
    refused,
    order,
    placeOf: (index) => places.find(({ indices }) => indices.includes(index)),
    placeAt(x, y) {
      let best: FrontierPlace | undefined;
      let least = REACH * type;
      // What is drawn last lies on top and is taken where two are equally near.
      for (const place of places) {
        const distance = Math.hypot(place.x - x, place.y - y);
        if (distance <= least) [best, least] = [place, distance];
      }
      return best;
    },
  };
}

/** A round share as per cent: "0 %", "2.5 %". */
function shareLabel(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}

function problemOf(
  value: FrontierPoint | FrontierReference,
): { field: RefusedField; reason: RefusedReason } | undefined {
  const fields: readonly RefusedField[] =
    "share" in value ? ["share", "reward", "low", "high", "sweep"] : ["reward", "low", "high"];
  for (const field of fields) {
    const reason = nonFiniteKind((value as Record<RefusedField, number>)[field]);
    if (reason) return { field, reason };
  }
  if ("share" in value && (value.share < 0 || value.share > 1)) return { field: "share", reason: "outside" };
  if (value.low > value.high) return { field: "high", reason: "crossed" };
  return undefined;
}

/**
 * What the axis of rewards spans: every reward with its interval, in round steps; 0 too where it is no further away than
 * they are from each other. Rewards from 0 to 1 keep an axis from 0 to 1. Nothing to show has [0, 1].
 */
function rewardDomain(shown: readonly FrontierReference[]): [low: number, high: number] {
  if (shown.length === 0) return [0, 1];
  let low = Math.min(...shown.flatMap((value) => [value.low, value.reward]));
  let high = Math.max(...shown.flatMap((value) => [value.high, value.reward]));
  const [least, most] = low >= 0 && high <= 1 ? [0, 1] : [-Infinity, Infinity];
  const wanted = LEAST_SPAN * Math.max(1, Math.abs(high));
  if (high - low < wanted) {
    const up = Math.min(most - high, (wanted - (high - low)) / 2);
    low = Math.max(least, high + up - wanted);
    high = Math.max(high + up, low + wanted);
  }
  if (low > 0 && low <= high - low) low = 0;
  if (high < 0 && -high <= high - low) high = 0;
  const [from = low, to = high] = scaleLinear([low, high], [0, 1]).nice(4).domain();
  return [from, to];
}

function stacked(
  series: FrontierPoint["series"],
  indices: readonly number[],
  point: (index: number) => FrontierPoint,
  xOf: (share: number) => number,
  yOf: (reward: number) => number,
): FrontierPlace[] {
  const places = new Map<string, FrontierPlace & { indices: number[] }>();
  for (const index of indices) {
    const x = xOf(point(index).share);
    const y = yOf(point(index).reward);
    const key = `${Math.round(x)} ${Math.round(y)}`;
    const place = places.get(key);
    if (place) place.indices.push(index);
    else places.set(key, { series, x, y, indices: [index] });
  }
  return [...places.values()];
}
