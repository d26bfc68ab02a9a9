import { describe, expect, it } from "vitest";
import { checkWeights } from "./checkWeights";
import { randomWeights } from "./export/randomWeights";
import type { LlamaConfig } from "./llama-config";

const config: LlamaConfig = {
  vocabSize: 5,
  hiddenSize: 4,
  intermediateSize: 6,
  layers: 1,
  heads: 2,
  kvHeads: 1,
  headDim: 2,
  ropeTheta: 10000,
  rmsNormEps: 1e-5,
  contextLength: 8,
};

describe("checkWeights", () => {
  const weights = randomWeights(config, 1);

  it("accepts weights of the model, whatever else lies beside them", () => {
    expect(() =>
      checkWeights(config, { ...weights, extra: { shape: [1], data: Float32Array.of(1) } }),
    ).not.toThrow();
  });

  it("names a missing weight", () => {
    const rest = Object.fromEntries(Object.entries(weights).filter(([name]) => name !== "model.norm.weight"));
    expect(() => checkWeights(config, rest)).toThrow("Weight model.norm.weight is missing.");
  });

  it("names both shapes where they differ", () => {
    const transposed = {
      ...weights,
      "model.embed_tokens.weight": { shape: [4, 5], data: new Float32Array(20) },
    };
    expect(() => checkWeights(config, transposed)).toThrow("has shape [4, 5], expected [5, 4]");
  });

  it("counts the numbers behind a shape", () => {
    const short = { ...weights, "model.norm.weight": { shape: [4], data: new Float32Array(3) } };
    expect(() => checkWeights(config, short)).toThrow("has 3 numbers, its shape needs 4");
  });

  it("refuses head layouts that cannot be computed", () => {
    expect(() => checkWeights({ ...config, headDim: 3 }, weights)).toThrow("headDim is 3");
    expect(() => checkWeights({ ...config, heads: 3, kvHeads: 2 }, weights)).toThrow(
      "3 heads cannot share 2",
    );
  });
});
