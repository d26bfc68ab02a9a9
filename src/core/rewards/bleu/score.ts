import type { BleuStatistics } from "./statistics";

/** What becomes of an order without a single right n-gram: see Chen and Cherry (2014). */
export type BleuSmoothing = "exp" | "floor" | "add-k" | "none";

/** How statistics become a score. */
export interface BleuScoring {
  smoothing: BleuSmoothing;
  /** Of "floor" (usually 0.1) and "add-k" (usually 1); undefined is the usual. */
  smoothingValue?: number | undefined;
  /** Leave out orders that are longer than the hypothesis; usual for single sentences. */
  effectiveOrder: boolean;
}

/** A score and its parts; score and precisions from 0 to 100. */
export interface BleuScore {
  score: number;
  /** By order, smoothed; 0 from the first order on that the hypothesis is too short for. */
  precisions: readonly number[];
  /** 1 for a hypothesis at least as long as the reference, below 1 for a shorter one. */
  brevityPenalty: number;
}

const USUAL_VALUE: Partial<Record<BleuSmoothing, number>> = { floor: 0.1, "add-k": 1 };

/** Logarithm of nothing: so small that whatever it is added to becomes a score of 0. */
const LOG_ZERO = -9999999999;

/**
 * BLEU (Papineni et al., 2002) with the semantics of sacrebleu 2: the geometric mean of the n-gram precisions times
 * the brevity penalty. Without a right n-gram of any order the score is 0, whatever the smoothing; without effective
 * order a hypothesis shorter than the longest n-gram scores 0.
 */
export function bleuScore(statistics: BleuStatistics, scoring: BleuScoring): BleuScore {
  const { correct, hypothesisLength, referenceLength } = statistics;
  const brevityPenalty = penalty(hypothesisLength, referenceLength);
  if (correct.every((count) => count === 0))
    return { score: 0, precisions: correct.map(() => 0), brevityPenalty };
  const precisions = smoothedPrecisions(statistics, scoring);
  const known = precisions.length;
  while (precisions.length < correct.length) precisions.push(0);
  const orders = scoring.effectiveOrder ? known : correct.length;
  const logs = precisions.slice(0, orders).map((p) => (p === 0 ? LOG_ZERO : Math.log(p)));
  const score = brevityPenalty * Math.exp(logs.reduce((sum, log) => sum + log, 0) / orders);
  return { score, precisions, brevityPenalty };
}

/** As many as there are orders with n-grams. */
function smoothedPrecisions({ correct, total }: BleuStatistics, scoring: BleuScoring): number[] {
  const { smoothing, smoothingValue = USUAL_VALUE[smoothing] ?? 0 } = scoring;
  const precisions: number[] = [];
  let halvings = 1;
  for (const [at, count] of correct.entries()) {
    const added = smoothing === "add-k" && at > 0 ? smoothingValue : 0;
    const right = count + added;
    const all = total[at]! + added;
    if (all === 0) break;
    if (right > 0) precisions.push((100 * right) / all);
    else if (smoothing === "exp") precisions.push(100 / ((halvings *= 2) * all));
    else if (smoothing === "floor") precisions.push((100 * smoothingValue) / all);
    else precisions.push(0);
  }
  return precisions;
}

function penalty(hypothesisLength: number, referenceLength: number): number {
  if (hypothesisLength >= referenceLength) return 1;
  return hypothesisLength > 0 ? Math.exp(1 - referenceLength / hypothesisLength) : 0;
}
