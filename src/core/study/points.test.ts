import { describe, expect, test } from "vitest";
import { bootstrapMean } from "../statistics/bootstrap";
import { wilson } from "../statistics/wilson";
import type { Arm } from "./arms";
import { studyPoints } from "./points";
import type { Outcome } from "./studyProblem";

const outcome = (arm: Arm, reward: number, tokens = 10, fromB = 0): Outcome => ({
  ...{ arm, reward, tokens, fromB },
  text: 0,
});
const A: Arm = { series: "a" };
const B: Arm = { series: "b" };
const AT: Arm = { series: "switched", sweep: 0.1 };

describe("studyPoints", () => {
  test("has one point for every arm, tokens pooled and rewards averaged over the problems", () => {
    const points = studyPoints(
      [
        [outcome(A, 0), outcome(AT, 1, 30, 3)],
        [outcome(A, 1, 20), outcome(AT, 1, 10, 1)],
      ],
      1,
    );
    expect(points).toEqual([
      { arm: A, n: 2, reward: 0.5, low: 0, high: 1, tokens: 30, fromB: 0, share: 0 },
      { arm: AT, n: 2, reward: 1, ...wilson(2, 2), tokens: 40, fromB: 4, share: 0.1 },
    ]);
  });

  test("says which part of B's lead over A an arm recovers, resampled with A and B together", () => {
    const problems = Array.from({ length: 40 }, (_, index) => [
      outcome(A, index % 4 === 0 ? 1 : 0),
      outcome(AT, index % 4 < 2 ? 1 : 0),
      outcome(B, index % 4 < 3 ? 1 : 0),
    ]);
    const [a, at, b] = studyPoints(problems, 1);
    expect(a?.recovered).toEqual({ value: 0, low: 0, high: 0 });
    expect(b?.recovered).toEqual({ value: 1, low: 1, high: 1 });
    expect(at?.recovered?.value).toBeCloseTo(0.5);
    expect(at?.recovered?.low).toBeGreaterThan(0.2);
    expect(at?.recovered?.high).toBeLessThan(0.8);
  });

  test("recovers nothing of a lead that B does not have, and any part of one that is in doubt", () => {
    expect(studyPoints([[outcome(A, 1), outcome(B, 1)]], 1)[1]).not.toHaveProperty("recovered");
    const doubtful = [0, 1].map((solved) => [outcome(A, 0), outcome(AT, 0), outcome(B, solved)]);
    expect(studyPoints(doubtful, 1)[1]?.recovered).toEqual({ value: 0, low: -Infinity, high: Infinity });
  });

  test("leaves out problems without outcomes; none at all have no points", () => {
    expect(studyPoints([[], [outcome(A, 1)], []], 1).map(({ n }) => n)).toEqual([1]);
    expect(studyPoints([[], []], 1)).toEqual([]);
    expect(studyPoints([], 1)).toEqual([]);
  });

  test("gives each arm the interval of its own rewards", () => {
    const rewards = Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? 1 : 0));
    const points = studyPoints(
      rewards.map((reward) => [outcome(A, 1 - reward), outcome(B, reward)]),
      7,
    );
    expect(points[1]).toMatchObject(bootstrapMean(rewards, { seed: 7 }));
  });

  test("gives equal rewards an interval with a width: a handful of right answers is no certainty", () => {
    const six = Array.from({ length: 6 }, () => [outcome(A, 0), outcome(B, 1)]);
    const [a, b] = studyPoints(six, 1);
    expect([a?.low, b?.high]).toEqual([0, 1]);
    expect(a?.high).toBeGreaterThan(0.3);
    expect(b?.low).toBeLessThan(0.7);
  });

  test("refuses problems of different arms", () => {
    expect(() => studyPoints([[outcome(A, 1)], [outcome(B, 1)]], 1)).toThrow(RangeError);
  });
});
