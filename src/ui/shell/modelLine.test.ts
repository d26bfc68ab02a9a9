import { expect, test } from "vitest";
import type { ModelInfo } from "../../core/model";
import type { ModelPhase } from "../state/models.svelte";
import { modelLine } from "./modelLine";

const info: ModelInfo = {
  id: "base",
  dtype: "fp32",
  device: "wasm",
  vocabSize: 512,
  logitsWidth: 512,
  contextLength: 256,
  tokenizer: "t",
  chat: true,
  endOfText: [3],
};
const loading = { phase: "loading", loaded: 1_200_000, total: 3_800_000, fromCache: false } as const;

test.each<[ModelPhase, string, number | undefined]>([
  [{ phase: "absent" }, "not loaded yet", undefined],
  [{ ...loading, step: "download" }, "1.2 MB of 3.8 MB", (0.9 * 1.2) / 3.8],
  [{ ...loading, step: "download", total: undefined }, "1.2 MB", undefined],
  [{ ...loading, step: "download", fromCache: true }, "1.2 MB from the cache", (0.9 * 1.2) / 3.8],
  [{ ...loading, step: "start" }, "starting the runtime", 0.9],
  [{ ...loading, step: "warm-up" }, "warming up", 0.95],
  [{ phase: "ready", info }, "WASM · fp32", undefined],
  [{ phase: "cancelled" }, "loading was cancelled", undefined],
  [{ phase: "failed", failure: { code: "network", message: "No answer." } }, "failed", undefined],
])("a model that is %j reads “%s”", (state, text, progress) => {
  const line = modelLine(state);
  expect(line.text.replace(/\u00a0/g, " ")).toBe(text);
  if (progress === undefined) expect(line.progress).toBeUndefined();
  else expect(line.progress).toBeCloseTo(progress);
});
