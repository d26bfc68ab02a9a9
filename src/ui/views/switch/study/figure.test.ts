import { describe, expect, test } from "vitest";
import type { StudyPoint } from "../../../../core/study/points";
import { findingOf } from "../../../../core/study/finding";
import type { Study } from "../../../../core/study/study";
import { armName, figureOf, findingText, madeText, namesOf } from "./figure";
import { filtered, problemRows } from "./problemRows";

const NAMES = { a: "Base", b: "RL" };
const part = (value: number) => ({ recovered: { value, low: value - 0.1, high: value + 0.1 } });
const point = (arm: StudyPoint["arm"], reward: number, share: number, value: number): StudyPoint => ({
  ...{ arm, reward, share, n: 40, low: reward - 0.05, high: reward + 0.05 },
  ...{ tokens: 5000, fromB: 5000 * share },
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
  test("says what few tokens recover, and what that share at random places does", () => {
    expect(plain(findingText(findingOf(POINTS)!, "threshold", NAMES))).toBe(
      "At threshold 0.1, 3.1 % of the tokens from RL recover 88 % (95 % interval: 78 to 98 %) of the gap between Base (0.40) and RL (0.90). The same share at random places recovers 12 %.",
    );
  });

  test("names the control's own share where it came out another", () => {
    const [a, at, control, b] = POINTS as [StudyPoint, StudyPoint, StudyPoint, StudyPoint];
    const other = { ...control, share: 0.021 };
    expect(plain(findingText({ type: "recovered", a, b, at, control: other }, "threshold", NAMES))).toMatch(
      /At random places 2\.1 % of the tokens recover 12 %\.$/,
    );
  });

  test("claims nothing of a few problems, of rewards all alike, or where no token came from B", () => {
    const few = POINTS.map((one) => ({ ...one, n: 6 }));
    expect(findingText(findingOf(few)!, "threshold", NAMES)).toBe(
      "Too few problems to say (6); from 20 on it is said here what few tokens from RL recover. So far Base alone has 0.40, RL alone 0.90.",
    );
    expect(figureOf(few, "threshold", NAMES).remark).toBe("too few problems to say (6)");
    expect(figureOf(POINTS, "threshold", NAMES)).not.toHaveProperty("remark");
    const [a, at, , b] = POINTS as [StudyPoint, StudyPoint, StudyPoint, StudyPoint];
    const alike = { a: { ...a, reward: 0 }, b: { ...b, reward: 1 } };
    expect(findingText({ type: "unsure", why: "alike", ...alike }, "threshold", NAMES)).toMatch(
      /^Base has 0 and RL 1 on each of the 40 problems: /,
    );
    const none = point({ series: "switched", sweep: 0.5 }, 0.4, 0, 0);
    expect(findingText({ type: "recovered", a, b, at: none }, "threshold", NAMES)).toBe(
      "At threshold 0.5 no token comes from RL: the answers are those of Base alone.",
    );
    expect(findingText({ type: "recovered", a, b, at }, "threshold", NAMES)).not.toMatch(/random/);
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
    expect(points.map(({ series, sweep, tokens }) => [series, sweep, tokens])).toEqual([
      ["switched", 0.1, { fromB: 156, of: 5000 }],
      ["control", 0.1, { fromB: 154, of: 5000 }],
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
