import { describe, expect, it } from "vitest";
import { checkWeights } from "../checkWeights";
import type { LlamaConfig } from "../llama-config";
import { referenceLogits } from "../reference";
import { randomWeights } from "./randomWeights";

const CONFIG: LlamaConfig = {
  vocabSize: 301,
  hiddenSize: 64,
  intermediateSize: 96,
  layers: 2,
  heads: 4,
  kvHeads: 4,
  headDim: 16,
  ropeTheta: 10000,
  rmsNormEps: 1e-5,
  contextLength: 64,
};

function moments(data: ArrayLike<number>): { mean: number; deviation: number } {
  const values = Array.from(data);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

describe("randomWeights", () => {
  const weights = randomWeights(CONFIG, 1);

  it("has every weight of the model, finite", () => {
    expect(() => checkWeights(CONFIG, weights)).not.toThrow();
    expect(Object.values(weights).every(({ data }) => data.every(Number.isFinite))).toBe(true);
  });

  it("is the same for the same seed and another for another", () => {
    expect(randomWeights(CONFIG, 1)).toEqual(weights);
    expect(randomWeights(CONFIG, 2)["model.norm.weight"]).not.toEqual(weights["model.norm.weight"]);
    expect(randomWeights(CONFIG, 2 ** 32 + 1)["model.norm.weight"]).not.toEqual(weights["model.norm.weight"]);
  });

  it("draws linear layers with variance 1/inputs and norms around 1", () => {
    const down = moments(weights["model.layers.1.mlp.down_proj.weight"]?.data ?? []);
    expect(down.mean).toBeCloseTo(0, 2);
    expect(down.deviation).toBeCloseTo(1 / Math.sqrt(96), 2);
    const norm = moments(weights["model.norm.weight"]?.data ?? []);
    expect(norm.mean).toBeCloseTo(1, 1);
    expect(norm.deviation).toBeCloseTo(0.1, 1);
  });

  it("gives logits that spread by about 2", () => {
    const [logits] = referenceLogits(CONFIG, weights, [5]).slice(-1);
    expect(moments(logits ?? []).deviation).toBeGreaterThan(1.5);
    expect(moments(logits ?? []).deviation).toBeLessThan(2.6);
  });
});
