import { describe, expect, test } from "vitest";
import { experimentJson } from "../../../../core/experiment/config/writeExperiment";
import { resultsJson } from "../../../../core/experiment/sample/resultsFile";
import { sampleRunJson } from "../../../../core/experiment/sample/sampleRunFile";
import { statisticsJson } from "../../../../core/experiment/sample/statisticsFile";
import { DEFAULT_TASK } from "../../../../core/tasks/taskShape";
import { taskJson } from "../../../../core/tasks/taskText";
import { fakeSampleRun } from "../../../testing/fakeSampleRun";
import { fileKind, jsonKind } from "./fileKind";

const run = fakeSampleRun({ questions: 3 });

describe("what a file is", () => {
  test.each([
    ["run", sampleRunJson(run)],
    ["results", resultsJson(run, "a")],
    ["results", '{"results": [{"question": "q", "samples": ["x"], "rewards": [1]}]}'],
    ["statistics", statisticsJson(run, "a")],
    ["task", taskJson(DEFAULT_TASK)],
    ["experiment", experimentJson(run)],
    ["experiment", '{"02_visualize": {}}'],
    ["answers", '{"metadata": {"model": "m"}, "prompts": ["p"], "samples": [["s"'],
    ["answers", '{"results": [{"samples": [{"text": "t"}]}]}'],
    ["baseline", '{"format": "rl-on-off/baseline"}'],
    ["other", '{"format": "rl-on-off/distributions", "a": {}}'],
    ["other", '{"format": "rl-on-off/run"}'],
    ["rows?", '{"data": [{"question": "q", "answer": "a"}]}'],
    ["rows?", '[{"question": "q", "answer": "a"}]'],
    ["rows?", "no JSON"],
  ])("is told by its first keys: %s", (kind, text) => {
    expect(jsonKind(text)).toBe(kind);
  });

  test.each([
    ["npz", "d.npz", ""],
    ["table", "rows.CSV", "a,b"],
    ["table", "rows.parquet", "PAR1"],
    ["experiment", "experiment_config.yaml", "# steps\n00_sample:\n  seed: 1\n"],
    ["config", "task.yml", "template: plain\n"],
    ["other", "picture.png", ""],
  ])("is told by its name where that says it: %s", async (kind, name, text) => {
    const blob = new Blob([text]);
    const slice = (start: number, end: number) => blob.slice(start, end);
    expect(await fileKind({ name, size: blob.size, slice, text: () => blob.text() })).toBe(kind);
  });
});
