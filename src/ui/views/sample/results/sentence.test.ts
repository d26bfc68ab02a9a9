import { expect, test } from "vitest";
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
  expect(resultSentence([], NAMES)).toBe("No answer has a reward yet.");
});
