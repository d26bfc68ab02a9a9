import { expect, test } from "vitest";
import { DEFAULT_TASK } from "../../../../core/tasks/taskShape";
import type { SampleSection } from "../../../../core/experiment/config/experimentConfig";
import { modelSettings, samplingSettings } from "./experimentSettings";

const KNOWN = ["base", "rl"];

function section(sampling: SampleSection["sampling"], dataset: SampleSection["dataset"] = {}): SampleSection {
  return { task: DEFAULT_TASK, dataset, backend: { type: "huggingface" }, sampling, output: {} };
}

test("what an experiment says of sampling becomes settings, and nothing else does", () => {
  expect(
    samplingSettings(section({ temperature: 0, samples: 8, topP: 0.9 }, { from: 3, questions: 50 })),
  ).toEqual({
    settings: { samplingTemperature: 0, samples: 8, topP: 0.9, firstQuestion: 3, questions: 50 },
    left: [],
  });
});

test("stop strings with line breaks, empty ones and too many are named", () => {
  const { settings, left } = samplingSettings(section({ stopStrings: ["a", "b\nc", ""] }));
  expect(settings.stopStrings).toBe("a");
  expect(left).toEqual([
    { type: "stop-string", text: "b\nc" },
    { type: "stop-string", text: "" },
  ]);
  const long = samplingSettings(section({ stopStrings: ["x".repeat(401)] }));
  expect(long).toEqual({ settings: {}, left: [{ type: "stop-strings", length: 401, limit: 400 }] });
});

test("models of the Hub and of the page are taken; others and their formats are named", () => {
  const hub = { id: "some/model", dtype: "q4", revision: "main" };
  expect(
    modelSettings({ type: "huggingface", a: { id: "base", dtype: "fp32", revision: "abc" }, b: hub }, KNOWN),
  ).toEqual({
    settings: { modelA: "base", modelB: "some/model", revisionA: "", revisionB: "main", dtypeB: "q4" },
    left: [],
  });
  expect(
    modelSettings({ type: "huggingface", a: { id: "/disk/model" }, b: { ...hub, dtype: "bfloat16" } }, KNOWN),
  ).toMatchObject({
    left: [
      { type: "model", id: "/disk/model" },
      { type: "dtype", dtype: "bfloat16" },
    ],
  });
});

test("one model answers alone; one behind a server changes nothing", () => {
  expect(modelSettings({ type: "huggingface", a: { id: "base" } }, KNOWN).authors).toEqual(["a"]);
  expect(modelSettings({ type: "vllm", a: { id: "some/model" } }, KNOWN)).toEqual({ settings: {}, left: [] });
});
