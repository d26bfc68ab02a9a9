import { STATISTICS } from "../compare/block";
import type { Candidate } from "../compare/candidates";

export type StatisticName = (typeof STATISTICS)[number];

/** Numbers in files are rounded, to float16 in the worst case. */
const ROUNDING = 1e-3;

/** What a statistic can be over a vocabulary of V tokens, both ends inclusive. */
const RANGES: Readonly<Record<StatisticName, (vocabSize: number) => readonly [number, number]>> = {
  entropyA: (vocabSize) => [0, Math.log(vocabSize)],
  entropyB: (vocabSize) => [0, Math.log(vocabSize)],
  klAB: () => [0, Infinity],
  klBA: () => [0, Infinity],
  js: () => [0, Math.LN2],
  totalVariation: () => [0, 1],
  logprobA: () => [-Infinity, 0],
  logprobB: () => [-Infinity, 0],
  rankA: (vocabSize) => [1, vocabSize],
  rankB: (vocabSize) => [1, vocabSize],
};

/** What a statistic can be. */
export function statisticRange(name: StatisticName, vocabSize: number): readonly [number, number] {
  return RANGES[name](vocabSize);
}

/** Whether a statistic can have this value, but for rounding. NaN it never is, nor a rank that is no whole number. */
export function isPossible(name: StatisticName, value: number, vocabSize: number): boolean {
  const [least, most] = RANGES[name](vocabSize);
  if (name === "rankA" || name === "rankB") return Number.isInteger(value) && value >= least && value <= most;
  return value >= least - ROUNDING && value <= most + ROUNDING * (1 + most);
}

/** A range in words, for messages. */
export function rangeText([least, most]: readonly [number, number]): string {
  return `${rangeEnd(least)} … ${rangeEnd(most)}`;
}

function rangeEnd(value: number): string {
  if (Number.isFinite(value)) return String(Number(value.toFixed(4)));
  return value > 0 ? "∞" : "−∞";
}

/** How far the listed tokens' probabilities may add up to more than 1. */
const MASS_TOLERANCE = 0.02;

/** Why these cannot be candidates of one position; undefined where they can. */
export function impossibleCandidates(
  candidates: readonly Omit<Candidate, "klTerm" | "jsTerm">[],
  vocabSize: number,
): string | undefined {
  const seen = new Set<number>();
  const mass = { A: 0, B: 0 };
  for (const { id, logprobA, logprobB, rankA, rankB } of candidates) {
    if (seen.has(id)) return `token ${id} is listed twice`;
    seen.add(id);
    if (!(id >= 0 && id < vocabSize)) return `token ${id} is not within the vocabulary of ${vocabSize}`;
    for (const logprob of [logprobA, logprobB])
      if (!isPossible("logprobA", logprob, vocabSize)) return `${logprob} is no log-probability`;
    for (const rank of [rankA, rankB])
      if (!isPossible("rankA", rank, vocabSize)) return `${rank} is no rank among ${vocabSize} tokens`;
    mass.A += Math.exp(logprobA);
    mass.B += Math.exp(logprobB);
  }
  const side = mass.A > 1 + MASS_TOLERANCE ? "A" : mass.B > 1 + MASS_TOLERANCE ? "B" : undefined;
  return (
    side && `the probabilities of ${side}'s listed tokens add up to ${Number(mass[side].toPrecision(3))}`
  );
}
