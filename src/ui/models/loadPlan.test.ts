import { describe, expect, test } from "vitest";
import type { HubModel } from "../../client/hub/hub";
import { offeredDtypes } from "../../core/models/dtypes";
import { loadPlan } from "./loadPlan";

function model(id: string, sizes: Record<string, number>, tokenizer = "t"): HubModel {
  const files = [
    { path: "config.json", bytes: 10 },
    { path: "tokenizer.json", bytes: 90, content: tokenizer },
    ...Object.entries(sizes).map(([path, bytes]) => ({ path: `onnx/${path}`, bytes })),
  ];
  return {
    id,
    revision: "main",
    commit: "c",
    hub: "https://hub.example.org",
    files,
    dtypes: offeredDtypes(files),
  };
}

const base = model("t/base", { "model.onnx": 6000, "model_q4.onnx": 2000, "model_fp16.onnx": 3000 });
const tuned = model("t/tuned", { "model_q4.onnx": 2500, "model_fp16.onnx": 3000 });
const automatic = { dtype: "auto", dtypeB: "same" } as const;
const device = { halfPrecision: false, memory: 1e9 };
const nothing = () => false;

describe("loadPlan", () => {
  test("a pair is planned in one format that both offer and the device computes", () => {
    const plan = loadPlan({ a: base, b: tuned }, automatic, device, nothing);
    expect(plan.sides.map(({ dtype, download }) => [dtype, download])).toEqual([
      ["q4", 2100],
      ["q4", 2600],
    ]);
    expect(plan).toMatchObject({ automatic: "q4", download: 4700, memory: 5000, sharedTokenizer: true });
    expect(plan.formats).toEqual([
      { dtype: "fp16", computable: false },
      { dtype: "q4", computable: true },
    ]);
  });

  test("what is stored is not downloaded again", () => {
    const plan = loadPlan({ a: base, b: tuned }, automatic, device, ({ id }) => id === "t/base");
    expect(plan.download).toBe(2600);
  });

  test("one model for both sides is downloaded once", () => {
    expect(loadPlan({ a: tuned, b: tuned }, automatic, device, nothing).download).toBe(2600);
  });

  test("who insists gets B in another format", () => {
    const plan = loadPlan({ a: base, b: tuned }, { dtype: "q4", dtypeB: "fp16" }, device, nothing);
    expect(plan.sides.map(({ dtype }) => dtype)).toEqual(["q4", "fp16"]);
  });

  test("a format that a model lacks plans nothing for it", () => {
    const plan = loadPlan({ b: tuned }, { dtype: "fp32", dtypeB: "same" }, device, nothing);
    expect(plan.sides[0]).toMatchObject({ dtype: undefined, download: 0 });
  });

  test("pairs that share no format are planned each in its own", () => {
    const q8 = model("t/q8", { "model_quantized.onnx": 1000 });
    const plan = loadPlan({ a: model("t/fp32", { "model.onnx": 4000 }), b: q8 }, automatic, device, nothing);
    expect(plan.sides.map(({ dtype }) => dtype)).toEqual(["fp32", "q8"]);
  });

  test("different tokenizer files are not called different tokenizers", () => {
    const other = model("t/other", { "model_q4.onnx": 1 }, "u");
    expect(loadPlan({ a: base, b: other }, automatic, device, nothing).sharedTokenizer).toBeUndefined();
  });
});
