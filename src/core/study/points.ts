import { middleOf, resampledMeans, type Interval } from "../statistics/bootstrap";
import { wilson } from "../statistics/wilson";
import { sameArm, type Arm } from "./arms";
import type { Outcome } from "./studyProblem";

/** What the problems so far say of one arm. */
export interface StudyPoint {
  arm: Arm;
  /** Problems. */
  n: number;
  /**
   * Mean over the problems, with its 95 % bootstrap interval; Wilson's score interval where all rewards are 0, or all 1:
   * drawn anew, equal rewards never differ, and few problems would look certain.
   */
  reward: number;
  low: number;
  high: number;
  /** Tokens of all answers, those from B among them, and their share, 0 to 1. */
  tokens: number;
  fromB: number;
  share: number;
  /** Part of B's lead over A that the arm reaches, 0 for A and 1 for B; not there where B does not lead. */
  recovered?: Recovered;
}

/** Ends of the 95 % interval are ±∞ where B does not lead in many resamples. */
export interface Recovered extends Interval {
  value: number;
}

/**
 * One point for every arm, in the order of the first problem's. The problems are drawn anew for all arms together: a
 * hard one that comes twice is hard for all.
 *
 * @param problems outcomes of problems, of the same arms each; those without any are left out
 */
export function studyPoints(problems: readonly (readonly Outcome[])[], seed: number): StudyPoint[] {
  const answered = problems.filter((outcomes) => outcomes.length > 0);
  const arms = answered[0]?.map(({ arm }) => arm) ?? [];
  const columns = arms.map((arm, index) =>
    answered.map((outcomes) => {
      const outcome = outcomes[index];
      if (outcome === undefined || !sameArm(outcome.arm, arm)) throw new RangeError("Problems of other arms");
      return outcome;
    }),
  );
  const means = resampledMeans(
    columns.map((outcomes) => outcomes.map(({ reward }) => reward)),
    { seed },
  );
  const [a, b] = (["a", "b"] as const).map((series) => arms.findIndex((arm) => arm.series === series));
  const rewards = columns.map((outcomes) => sum(outcomes.map(({ reward }) => reward)) / outcomes.length);
  return arms.map((arm, index) => {
    const outcomes = columns[index] as Outcome[];
    const tokens = sum(outcomes.map((outcome) => outcome.tokens));
    const fromB = sum(outcomes.map((outcome) => outcome.fromB));
    const own = means[index] as Float64Array;
    const [from, to] = [rewards[a as number], rewards[b as number]];
    const leads = from !== undefined && to !== undefined && to > from;
    const reward = rewards[index] as number;
    return {
      arm,
      n: outcomes.length,
      reward,
      ...(outcomes.every((outcome) => outcome.reward === 0) ||
      outcomes.every((outcome) => outcome.reward === 1)
        ? wilson(reward * outcomes.length, outcomes.length)
        : middleOf(own, {})),
      ...{ tokens, fromB, share: tokens === 0 ? 0 : fromB / tokens },
      ...(leads && {
        recovered: {
          value: (reward - from) / (to - from),
          ...recoveredInterval(own, means[a as number] as Float64Array, means[b as number] as Float64Array),
        },
      }),
    };
  });
}

/** Where B's lead is nothing or less in a resample, any part of it is possible. */
function recoveredInterval(own: Float64Array, a: Float64Array, b: Float64Array): Interval {
  const parts = own.map((mean, index) => {
    const lead = (b[index] as number) - (a[index] as number);
    return lead > 0 ? (mean - (a[index] as number)) / lead : NaN;
  });
  const known = parts.filter((part) => !Number.isNaN(part));
  const enough = known.length > 0.975 * parts.length;
  return enough ? middleOf(known, {}) : { low: -Infinity, high: Infinity };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
