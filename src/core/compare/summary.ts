import { shiftClass } from "../divergence/shift";
import type { ShiftClass } from "../divergence/shift";
import type { ComparedPosition } from "./comparedPosition";

/** The numbers of the one sentence that a comparison ends in; its words live in the page's strings. */
export interface SummarySentence {
  tokens: number;
  /** Share of tokens on whose first choice both models agree, within [0, 1]. */
  agreement: number;
  shifted: number;
  marginal: number;
  /** Nats. */
  meanJs: number;
}

/** Summarises compared positions (candidates of at least k = 1). Of no positions every count, mean and share is 0. */
export function summarize(positions: readonly ComparedPosition[]): SummarySentence {
  const tokens = positions.length;
  const mean = (sum: number) => (tokens === 0 ? 0 : sum / tokens);
  const shift: Record<ShiftClass, number> = { unshifted: 0, marginal: 0, shifted: 0 };
  for (const { statistics } of positions) shift[shiftClass(statistics.rankA)]++;
  return {
    tokens,
    agreement: mean(positions.filter(topAgrees).length),
    shifted: shift.shifted,
    marginal: shift.marginal,
    meanJs: mean(positions.reduce((sum, { statistics }) => sum + statistics.js, 0)),
  };
}

/** Whether both models would say the same token first. */
export function topAgrees(position: ComparedPosition): boolean {
  return position.candidates.some(({ rankA, rankB }) => rankA === 1 && rankB === 1);
}
