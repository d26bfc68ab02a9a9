import { expect, test } from "vitest";
import { answerOf, questionOf, runOf } from "../../../../../tests/support/sampleRuns";
import { authorStatistics } from "../../../../core/experiment/sample/statistics";
import { fakeSampleRun, type FakeRunOptions } from "../../../testing/fakeSampleRun";
import { resultSentence } from "./sentence";

const NAMES = { a: "Base", b: "RL", switched: "Switched" };

function said(options: FakeRunOptions): string {
  const run = fakeSampleRun({ questions: 12, ...options });
  const statistics = run.settings.authors.map((author) => authorStatistics(run, author));
  return resultSentence(statistics, NAMES).replaceAll("\u00a0", " ");
}

test("says who is right how often, the better first", () => {
  expect(said({ samples: 1, authors: ["a", "b"] })).toMatch(
    /^RL answers \d[\d.]* % of 12 questions right, Base \d[\d.]* %\.$/,
  );
});

test("with several answers each says too whether one of them is right", () => {
  expect(said({ samples: 4, authors: ["a", "b"] })).toMatch(
    /^RL has \d.* % of its answers to 12 questions right, Base .* %\. At least one of 4 answers is right \(pass@4\) for .* % and .* % of the questions\.$/,
  );
});

test("where rewards are not only 0 and 1, says them with their intervals", () => {
  const run = fakeSampleRun({ questions: 6, graded: true, authors: ["a"] });
  expect(resultSentence([authorStatistics(run, "a")], NAMES).replaceAll("\u00a0", " ")).toMatch(
    /^The mean reward over 6 questions: Base 0\.\d\d \(95 %: 0\.\d\d to 0\.\d\d\)\.$/,
  );
});

/** One answer each to some questions under these rewards. */
function weighed(weights: Record<string, number>, ...values: number[][]): string {
  const run = runOf(
    values.map((list, index) =>
      questionOf(index, { a: [answerOf(0, { rewards: list.map((value) => ({ ok: true, value })) })] }),
    ),
    {
      task: {
        template: { id: "plain" },
        format: { id: "raw" },
        rewards: Object.entries(weights).map(([id, weight]) => ({ id, weight, options: {} })),
      },
    },
  );
  return resultSentence([authorStatistics(run, "a")], NAMES).replaceAll("\u00a0", " ");
}

test("says who is right and the mean reward, where other rewards count too", () => {
  expect(weighed({ math: 1, length: -2 }, [1, 1], [1, 0.5])).toMatch(
    /^Base answers 100 % of 2 questions right\. The mean reward over 2 questions: Base −0\.50 \(95 %: .*\)\.$/,
  );
});

test("calls nobody right where no reward tells right from wrong, and has no interval that cannot be told", () => {
  expect(weighed({ bleu: 1 }, [1], [1])).toMatch(/^The mean reward over 2 questions: Base 1\.00 \(95 %: /);
  expect(weighed({ perplexity: 1 }, [-1], [-1])).toBe("The mean reward over 2 questions: Base −1.00.");
});

test("says that no answer has a reward, and why", () => {
  expect(resultSentence([], NAMES)).toBe("No answer has a reward.");
  for (const none of [weighed({}, [], []), weighed({ "exact-match": 0 }, [1])])
    expect(none).toBe("No answer has a reward: the task has no reward that counts.");
});
