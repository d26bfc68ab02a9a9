import { histogram } from "../chart/histogram";
import type { Bin } from "../chart/histogram";
import { shiftClass } from "../divergence/shift";
import type { ShiftClass } from "../divergence/shift";
import type { ComparedPosition } from "./comparedPosition";
import { measure } from "./measures";
import type { MeasureId } from "./measures";

export interface SummaryOptions {
  measure: MeasureId;
  /** A position counts as different where the measure's absolute value is above this. */
  threshold: number;
  /** Bins of the histogram (default 40). */
  bins?: number;
  /** How many of the most different positions are listed (default 20). */
  most?: number;
}

/** What a person is told about a whole comparison. Shares are within [0, 1]. */
export interface Summary {
  tokens: number;
  /** Positions where both models' most probable token is the same. */
  agreeing: number;
  shift: Readonly<Record<ShiftClass, number>>;
  meanJs: number;
  maxJs: number;
  /** Share of positions whose measure is above the threshold in size. */
  shareAbove: number;
  /** Indices of the positions with the largest measure in size, largest first, ties by position. */
  mostDifferent: number[];
  /** Of the measure over its domain, widened to the largest finite value. */
  histogram: Bin[];
}

/** Summarises compared positions (candidates of at least k = 1). Of no positions every count, mean and share is 0. */
export function summarize(positions: readonly ComparedPosition[], options: SummaryOptions): Summary {
  const row = measure(options.measure);
  const values = positions.map(({ statistics }) => row.of(statistics));
  const shift = { unshifted: 0, marginal: 0, shifted: 0 };
  for (const { statistics } of positions) shift[shiftClass(statistics.rankA)]++;
  const js = positions.map(({ statistics }) => statistics.js);
  const share = (count: number) => (positions.length === 0 ? 0 : count / positions.length);
  return {
    tokens: positions.length,
    agreeing: positions.filter(topAgrees).length,
    shift,
    meanJs: share(js.reduce((sum, value) => sum + value, 0)),
    maxJs: js.reduce((max, value) => Math.max(max, value), 0),
    shareAbove: share(values.filter((value) => Math.abs(value) > options.threshold).length),
    mostDifferent: largest(values, options.most ?? 20),
    histogram: histogram(values, histogramDomain(values, row.domain), options.bins ?? 40),
  };
}

/** Whether both models would say the same token first. */
export function topAgrees(position: ComparedPosition): boolean {
  return position.candidates.some(({ rankA, rankB }) => rankA === 1 && rankB === 1);
}

function largest(values: readonly number[], count: number): number[] {
  const size = (index: number) => Math.abs(values[index]!);
  const bySize = (x: number, y: number) => (size(x) === size(y) ? x - y : size(y) - size(x));
  return [...values.keys()].sort(bySize).slice(0, count);
}

function histogramDomain(values: readonly number[], domain: readonly [number, number]): [number, number] {
  let [low, high] = domain;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** The numbers of the one sentence; its words live in the page's strings. */
export interface SummarySentence {
  tokens: number;
  /** Share of tokens on whose first choice both models agree, within [0, 1]. */
  agreement: number;
  shifted: number;
  marginal: number;
  /** Nats. */
  meanJs: number;
}

export function summarySentence(summary: Summary): SummarySentence {
  const { tokens, agreeing, shift, meanJs } = summary;
  const agreement = tokens === 0 ? 0 : agreeing / tokens;
  return { tokens, agreement, shifted: shift.shifted, marginal: shift.marginal, meanJs };
}
