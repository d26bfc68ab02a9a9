import { describe, expect, test } from "vitest";
import type { StudyPoint } from "../../../../core/study/points";
import { findingOf } from "../../../../core/study/finding";
import type { Study } from "../../../../core/study/study";
import { armName, figureOf, findingText, madeText, namesOf } from "./figure";
import { filtered, problemRows } from "./problemRows";

const NAMES = { a: "Base", b: "RL" };
const part = (value: number) => ({ recovered: { value, low: value - 0.1, high: value + 0.1 } });
const point = (arm: StudyPoint["arm"], reward: number, share: number, value: number): StudyPoint => ({
  ...{ arm, reward, share, n: 9, low: reward - 0.05, high: reward + 0.05 },
  ...part(value),
});
const POINTS = [
  point({ series: "a" }, 0.4, 0, 0),
  point({ series: "switched", sweep: 0.1 }, 0.84, 0.0312, 0.88),
  point({ series: "control", sweep: 0.1 }, 0.46, 0.0308, 0.12),
  point({ series: "b" }, 0.9, 1, 1),
];
const plain = (text: string) => text.replaceAll("\u00a0", " ");

const STUDY: Study = {
  a: { id: "base", dtype: "fp32", device: "wasm" },
  b: { id: "owner/small-rl", dtype: "q4", device: "webgpu" },
  settings: {
    chat: true,
    choice: { policy: "hysteresis", kind: "js", threshold: -1, switchBack: -1, start: "a", own: {} },
    sweep: { setting: "threshold", values: [0.1] },
    control: false,
    sampling: { temperature: 0.7, topK: 0, topP: 1, minP: 0 },
    seed: 3,
    maxTokens: 96,
    stopStrings: [],
    endRepetition: true,
  },
  problems: ["one", "two", "three", "four"].map((question) => ({ question, answer: "1" })),
  results: [
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 1],
  ].map(([a = 0, at = 0, b = 0], index) =>
    index === 2
      ? { outcomes: [], skipped: "too long" }
      : {
          outcomes: [
            { arm: { series: "a" }, reward: a, tokens: 9, fromB: 0, text: 1 },
            { arm: { series: "switched", sweep: 0.1 }, reward: at, tokens: 8, fromB: 2, text: 2 },
            { arm: { series: "b" }, reward: b, tokens: 7, fromB: 7, text: 3 },
          ],
        },
  ),
};

describe("the study in words", () => {
  test("says what few tokens recover, and what as many at random do", () => {
    expect(plain(findingText(findingOf(POINTS)!, "threshold", NAMES))).toBe(
      "At threshold 0.1, 3.1 % of the tokens from RL recover 88 % (95 % interval: 78 to 98 %) of the gap between Base (0.40) and RL (0.90). The same number at random places recovers 12 %.",
    );
  });

  test("says that there is nothing to recover", () => {
    const [a, , , b] = POINTS as [StudyPoint, StudyPoint, StudyPoint, StudyPoint];
    expect(findingText({ type: "no-lead", a: b, b: a }, "threshold", NAMES)).toBe(
      "RL is not better than Base on these problems (0.40 and 0.90): there is nothing to recover.",
    );
  });

  test("names arms and models, and says what a study was made with", () => {
    expect(POINTS.map(({ arm }) => plain(armName(arm, "budgetShare", NAMES)))).toEqual([
      "Base alone",
      "switched, a budget of 10 %",
      "at random, a budget of 10 %",
      "RL alone",
    ]);
    const names = namesOf(STUDY, { modelA: "x", modelB: "y" }, [{ id: "base", label: "Base" }]);
    expect(names).toEqual({ a: "Base", b: "small-rl" });
    expect(namesOf(undefined, { modelA: "x", modelB: "me/y" }, [])).toEqual({ a: "x", b: "y" });
    expect(madeText(STUDY)).toBe(
      "2 problems, 1 left out (1 not yet); A is base (fp32, wasm), B is owner/small-rl (q4, webgpu); B takes over above the threshold and hands back below half of it; Jensen–Shannon divergence; sampling temperature 0.7, seed 3, at most 96 tokens.",
    );
  });

  test("draws switched and control as points, A and B as lines", () => {
    const { points, a, b, sweepLabel, formatSweep } = figureOf(POINTS, "threshold", NAMES);
    expect(points.map(({ series, sweep }) => [series, sweep])).toEqual([
      ["switched", 0.1],
      ["control", 0.1],
    ]);
    expect([a?.reward, b?.reward, sweepLabel, formatSweep?.(0.0001)]).toEqual([
      0.4,
      0.9,
      "threshold",
      "0.0001",
    ]);
    expect(figureOf([], "threshold", NAMES)).not.toHaveProperty("a");
  });
});

test("problemRows lists the answered problems of a point, and those where it gained or lost against A", () => {
  const rows = problemRows(STUDY, { series: "switched", sweep: 0.1 });
  expect(rows.map(({ index, a, b, at }) => [index, a.reward, b.reward, at.reward])).toEqual([
    [0, 0, 1, 1],
    [1, 1, 1, 0],
  ]);
  expect(filtered(rows, "gained").map(({ index }) => index)).toEqual([0]);
  expect(filtered(rows, "lost").map(({ index }) => index)).toEqual([1]);
  expect(filtered(rows, "all")).toEqual(rows);
  expect(problemRows(STUDY, { series: "switched", sweep: 0.2 })).toEqual([]);
});
