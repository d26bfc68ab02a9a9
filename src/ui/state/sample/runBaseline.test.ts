import { expect, test } from "vitest";
import type { Answer, SampleRun } from "../../../core/experiment/sample/sampleRun";
import { makeBaseline } from "../../../core/rewards/baseline";
import type { RewardOutcome, RewardTerm } from "../../../core/rewards/reward";
import { readTask } from "../../../core/tasks/taskShape";
import { answerOf, questionOf, runOf } from "../../../../tests/support/sampleRuns";
import { runBaseline } from "./runBaseline";

const { task } = readTask({
  rewards: [
    { id: "exact-match" },
    { id: "multi-level-perplexity", options: { value: "inverse", preset: "story", model: "b" } },
  ],
});

function answer(aggregate: number | undefined): Answer {
  const outcome: RewardOutcome =
    aggregate === undefined
      ? { ok: false, why: "no-likelihood" }
      : { ok: true, value: 1 / aggregate, details: { aggregate } };
  return { ...answerOf(1), rewards: [{ ok: true, value: 1 }, outcome] };
}

function run(questions: SampleRun["questions"]): SampleRun {
  return { ...runOf(questions), task };
}

test("a run's baseline is the mean of an author's aggregates, with the model that read and the weights", () => {
  const made = run([
    questionOf(0, { a: [answer(2), answer(4)], b: [answer(9)] }),
    questionOf(5, { a: [answer(undefined), answer(7)] }),
  ]);
  const expected = makeBaseline(
    {
      name: "first",
      model: made.b?.id ?? "",
      dataset: made.dataset.id,
      weights: { word: 0.1, phrase: 0.3, sentence: 0.6 },
      created: "2026-01-02T03:04:05Z",
    },
    [
      { index: 0, aggregate: 2 },
      { index: 0, aggregate: 4 },
      { index: 5, aggregate: 7 },
    ],
  );
  expect(expected?.overall).toBe(5);
  expect(runBaseline(made, "a", "first", "2026-01-02T03:04:05Z")).toEqual(expected);
});

test("a run without that reward, or without a value of it, gives none", () => {
  const none = run([questionOf(0, { a: [answer(undefined)] })]);
  expect(runBaseline(none, "a", "first", "")).toBeUndefined();
  expect(runBaseline(none, "b", "first", "")).toBeUndefined();
  expect(runBaseline(runOf([questionOf(0, { a: [answerOf(1)] })]), "a", "first", "")).toBeUndefined();
});

test("a reward that is missing for want of a baseline gives the first one", () => {
  const missing: RewardOutcome = { ok: false, why: "no-baseline", details: { aggregate: 3 } };
  const first = { ...answerOf(1), rewards: [{ ok: true as const, value: 1 }, missing] };
  expect(runBaseline(run([questionOf(4, { a: [first] })]), "a", "first", "")?.questions).toEqual([
    { index: 4, aggregate: 3, answers: 1 },
  ]);
});

test("of two such rewards the one is taken that reads as the asked one", () => {
  const term = (model: string) => ({ id: "multi-level-perplexity", options: { model } });
  const { task: two } = readTask({ rewards: [term("a"), term("b")] });
  const value = (aggregate: number): RewardOutcome => ({ ok: true, value: 1, details: { aggregate } });
  const both = { ...answerOf(1), rewards: [value(2), value(6)] };
  const made = { ...runOf([questionOf(0, { a: [both] })]), task: two };
  const overall = (like?: RewardTerm) => runBaseline(made, "a", "first", "", like)?.overall;
  expect([overall(), overall(two.rewards[0]), overall(two.rewards[1])]).toEqual([2, 2, 6]);
});
