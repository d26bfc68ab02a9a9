import type { Candidate } from "../../core/compare/candidates";
import { measure, type Measure, type MeasureId } from "../../core/compare/measures";
import { klContribution } from "../../core/divergence/contributions";

/** What one candidate adds to a measure that is a sum over the vocabulary. */
export interface Contribution {
  /** The measure that the contributions add up to. */
  measure: Measure;
  of: (candidate: Candidate) => number;
}

const SUMS: Partial<Record<MeasureId, (candidate: Candidate) => number>> = {
  js: ({ jsTerm }) => jsTerm,
  klAB: ({ klTerm }) => klTerm,
  klBA: ({ logprobA, logprobB }) => klContribution(logprobB, logprobA),
  tv: ({ logprobA, logprobB }) => 0.5 * Math.abs(Math.exp(logprobA) - Math.exp(logprobB)),
  entropyA: ({ logprobA }) => surprise(logprobA),
  entropyB: ({ logprobB }) => surprise(logprobB),
};

/** The contributions to the chosen measure; to JS where the measure is about the text's token alone. */
export function contributionTo(id: MeasureId): Contribution {
  const of = SUMS[id];
  return of ? { measure: measure(id), of } : { measure: measure("js"), of: ({ jsTerm }) => jsTerm };
}

/** −p ln p, a token's part of an entropy; 0 where p is 0. */
function surprise(logprob: number): number {
  return logprob === -Infinity ? 0 : 0 - Math.exp(logprob) * logprob;
}
