import { tickStep } from "d3-array";
import { finiteRange, valueDomain, type FiniteRange } from "./valueDomain";

export interface Bin {
  /** `zero`: 0 alone (see `zeroBelow`); `range`: [from, to), the last one [from, to]; the infinities stand alone. */
  kind: "negative-infinite" | "zero" | "range" | "infinite";
  from: number;
  to: number;
  count: number;
}

export interface Binned {
  /** From low to high values; ranges without a gap, empty ones included. */
  bins: Bin[];
  /** Values that are NaN: in no bin. */
  missing: number;
}

export interface BinOptions {
  /** Roughly how many ranges; their edges are round numbers. */
  bins: number;
  /** What the ranges span at least; without it, 0 and the finite values. */
  domain?: readonly [low: number, high: number];
  /**
   * Values of at most this size count as 0, and 0 gets a bin of its own wherever no value is below 0 and some are above:
   * divergences have a mass at 0 that would drown the first range. Default 0.
   */
  zeroBelow?: number;
  /** Values are whole numbers: 0 is one of them, with a range like theirs. */
  whole?: boolean;
}

/** Counts values in bins; values other than 0 are at least 1e-200 in size. No values, no bins; whole numbers never get ranges narrower than 1. */
export function binValues(values: ArrayLike<number>, options: BinOptions): Binned {
  const { bins, domain, zeroBelow = 0 } = options;
  const range = finiteRange(values);
  const counts = { missing: 0, infinite: 0, negativeInfinite: 0, zero: 0 };
  let allWhole = true;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (Number.isNaN(value)) counts.missing++;
    else if (value === Infinity) counts.infinite++;
    else if (value === -Infinity) counts.negativeInfinite++;
    else {
      if (!Number.isInteger(value)) allWhole = false;
      if (Math.abs(value) <= zeroBelow) counts.zero++;
    }
  }

  const apart = !options.whole && range !== null && counts.zero > 0 && range.low >= -zeroBelow;
  const ranges =
    range === null || (apart && range.high <= zeroBelow)
      ? []
      : emptyRanges(spanned(range, apart), bins, allWhole, domain);
  const step = (ranges[0]?.to ?? 0) - (ranges[0]?.from ?? 0);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (!Number.isFinite(value) || (apart && Math.abs(value) <= zeroBelow)) continue;
    const place = placeOf(value, ranges, step);
    if (place) place.count++;
  }

  const point = (kind: Bin["kind"], value: number, count: number): Bin[] =>
    count > 0 ? [{ kind, from: value, to: value, count }] : [];
  return {
    missing: counts.missing,
    bins: [
      ...point("negative-infinite", -Infinity, counts.negativeInfinite),
      ...(apart ? [{ kind: "zero" as const, from: 0, to: zeroBelow, count: counts.zero }] : []),
      ...ranges,
      ...point("infinite", Infinity, counts.infinite),
    ],
  };
}

/** With 0 apart, rounding noise below it needs no range. */
function spanned(range: FiniteRange, apart: boolean): [number, number] {
  const [low, high] = valueDomain(range);
  return [apart ? 0 : low, high];
}

function emptyRanges(
  [low, high]: readonly [number, number],
  bins: number,
  whole: boolean,
  domain: readonly [number, number] = [low, high],
): Bin[] {
  const start = Math.min(low, domain[0]);
  const stop = Math.max(high, domain[1]);
  const step = Math.max(whole ? 1 : 0, tickStep(start, stop, bins));
  const first = Math.floor(start / step);
  // A highest value on an edge still needs the range above it where numbers are whole: 3 is in [3, 4), not in [2, 3].
  const last = whole ? Math.floor(stop / step) + 1 : Math.ceil(stop / step);
  return Array.from({ length: Math.max(1, last - first) }, (_, index) => ({
    kind: "range",
    from: edge(first + index, step),
    to: edge(first + index + 1, step),
    count: 0,
  }));
}

/** The multiple of a step without the rounding noise of a product like 3 · 0.1. */
function edge(multiple: number, step: number): number {
  return step < 1 ? multiple / Math.round(1 / step) : multiple * step;
}

/** The range of a value, found by division and corrected by one where rounding missed an edge. */
function placeOf(value: number, ranges: Bin[], step: number): Bin | undefined {
  const last = ranges.length - 1;
  let index = Math.max(0, Math.min(last, Math.floor((value - (ranges[0]?.from ?? 0)) / step)));
  if (value < (ranges[index]?.from ?? value)) index--;
  else if (index < last && value >= (ranges[index]?.to ?? Infinity)) index++;
  return ranges[index];
}
