import { bootstrapMean } from "../statistics/bootstrap";
import { sameArm, type Arm } from "./arms";
import type { Outcome } from "./studyProblem";

/** What the problems so far say of one arm. */
export interface StudyPoint {
  arm: Arm;
  /** Problems. */
  n: number;
  /** Mean over the problems, with its 95 % bootstrap interval. */
  reward: number;
  low: number;
  high: number;
  /** Tokens from B among all tokens of all answers, 0 to 1. */
  share: number;
}

/** One point for every arm, in the order in which they come first. */
export function studyPoints(problems: readonly (readonly Outcome[])[], seed: number): StudyPoint[] {
  const arms: Arm[] = [];
  for (const { arm } of problems.flat()) {
    if (!arms.some((known) => sameArm(known, arm))) arms.push(arm);
  }
  return arms.map((arm) => {
    const outcomes = problems.flat().filter((outcome) => sameArm(outcome.arm, arm));
    const rewards = outcomes.map(({ reward }) => reward);
    const total = sum(outcomes.map(({ tokens }) => tokens));
    return {
      arm,
      n: outcomes.length,
      reward: sum(rewards) / rewards.length,
      ...bootstrapMean(rewards, { seed }),
      share: total === 0 ? 0 : sum(outcomes.map(({ fromB }) => fromB)) / total,
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
