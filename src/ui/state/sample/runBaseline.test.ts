import { expect, test } from "vitest";
import type { Answer, SampleRun } from "../../../core/experiment/sample/sampleRun";
import { makeBaseline } from "../../../core/rewards/baseline";
import type { RewardOutcome } from "../../../core/rewards/reward";
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
