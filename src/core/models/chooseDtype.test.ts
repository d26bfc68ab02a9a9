import { describe, expect, test } from "vitest";
import { chooseDtype, memoryNeeded, sharedDtypes } from "./chooseDtype";
import { offeredDtypes } from "./dtypes";

const MB = 1e6;
const SMOL = [
  { dtype: "fp32", bytes: 654 * MB },
  { dtype: "fp16", bytes: 327 * MB },
  { dtype: "q4", bytes: 200 * MB },
  { dtype: "q4f16", bytes: 134 * MB },
] as const;

describe("chooseDtype", () => {
  test.each([
    ["half precision and room", true, 4000 * MB, "fp16"],
    ["half precision and little room", true, 300 * MB, "q4f16"],
    ["no half precision", false, 4000 * MB, "fp32"],
    ["no half precision and little room", false, 600 * MB, "q4"],
    ["room for nothing: the smallest that can be computed", false, 10 * MB, "q4"],
    ["nobody knows the room", false, undefined, "fp32"],
  ])("%s", (_, halfPrecision, memory, chosen) => {
    expect(chooseDtype(SMOL, { halfPrecision, memory })).toBe(chosen);
  });

  test("none where the device computes none of them", () => {
    expect(
      chooseDtype([{ dtype: "fp16", bytes: 1 }], { halfPrecision: false, memory: undefined }),
    ).toBeUndefined();
  });
});

test("shared formats are those of all models, with the size of the largest", () => {
  const a = offeredDtypes([
    { path: "onnx/model.onnx", bytes: 6 },
    { path: "onnx/model_q4.onnx", bytes: 2 },
  ]);
  const b = offeredDtypes([
    { path: "onnx/model_q4.onnx", bytes: 3 },
    { path: "onnx/model_q4f16.onnx", bytes: 1 },
  ]);
  expect(sharedDtypes([a, b])).toEqual([{ dtype: "q4", bytes: 3 }]);
  expect(sharedDtypes([a])).toEqual([
    { dtype: "fp32", bytes: 6 },
    { dtype: "q4", bytes: 2 },
  ]);
  expect(sharedDtypes([])).toEqual([]);
});

test("loading needs the weights twice", () => expect(memoryNeeded(5)).toBe(10));
