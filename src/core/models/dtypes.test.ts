import { describe, expect, test } from "vitest";
import { needsHalfPrecision, offeredDtypes } from "./dtypes";

const files = (sizes: Record<string, number>) =>
  Object.entries(sizes).map(([path, bytes]) => ({ path, bytes }));

describe("offeredDtypes", () => {
  test("names each graph with its size, in the order of the rows, and nothing it does not know", () => {
    const offered = offeredDtypes(
      files({
        "onnx/model_q4.onnx": 20,
        "onnx/model.onnx": 60,
        "onnx/model_bnb4.onnx": 19,
        "config.json": 1,
      }),
    );
    expect(offered).toEqual([
      { dtype: "fp32", graph: "onnx/model.onnx", files: ["onnx/model.onnx"], bytes: 60 },
      { dtype: "q4", graph: "onnx/model_q4.onnx", files: ["onnx/model_q4.onnx"], bytes: 20 },
    ]);
  });

  test("counts external data with its graph, shard by shard up to the first gap", () => {
    const [fp32] = offeredDtypes(
      files({
        "onnx/model.onnx": 1,
        "onnx/model.onnx_data": 100,
        "onnx/model.onnx_data_1": 50,
        "onnx/model.onnx_data_3": 7,
      }),
    );
    expect(fp32).toMatchObject({
      files: ["onnx/model.onnx", "onnx/model.onnx_data", "onnx/model.onnx_data_1"],
      bytes: 151,
    });
  });

  test("looks beside config.json where there is no folder onnx", () => {
    expect(offeredDtypes(files({ "model_fp16.onnx": 5 }))).toMatchObject([
      { dtype: "fp16", graph: "model_fp16.onnx" },
    ]);
    expect(offeredDtypes(files({ "model.onnx": 5, "onnx/model_q4.onnx": 5 }))).toMatchObject([
      { dtype: "q4" },
    ]);
  });

  test("is empty for a folder without graphs", () => {
    expect(offeredDtypes(files({ "model.safetensors": 9, "onnx/decoder_model.onnx": 9 }))).toEqual([]);
  });
});

test("half precision is what fp16 and q4f16 need", () => {
  expect(needsHalfPrecision("fp16")).toBe(true);
  expect(needsHalfPrecision("q4f16")).toBe(true);
  expect(needsHalfPrecision("q4")).toBe(false);
});
