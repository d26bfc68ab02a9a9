import { beforeAll, describe, expect, it } from "vitest";
import { startDevice } from "./device";
import { randomWeights } from "./export/randomWeights";
import { weightShapes } from "./llama-config";
import { initialWeights, paramsFromWeights, weightsFromParams } from "./params";
import { TINY } from "./testModel";

beforeAll(startDevice);

describe("initialWeights", () => {
  const wide = { ...TINY, hiddenSize: 64, layers: 8 };

  it("has every weight of the model in its shape, norms at one", () => {
    const weights = initialWeights(wide, 3);
    expect(Object.entries(weights).map(([name, { shape }]) => [name, shape])).toEqual(weightShapes(wide));
    expect(weights["model.norm.weight"]?.data.every((value) => value === 1)).toBe(true);
  });

  it.each([
    ["model.layers.3.self_attn.q_proj.weight", 0.02],
    ["model.layers.3.self_attn.o_proj.weight", 0.02 / 4],
    ["model.layers.7.mlp.down_proj.weight", 0.02 / 4],
  ])("draws %s with deviation %f", (name, expected) => {
    const { data } = initialWeights(wide, 3)[name]!;
    const deviation = Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
    expect(deviation / expected).toBeGreaterThan(0.93);
    expect(deviation / expected).toBeLessThan(1.07);
  });

  it("is the same for the same seed and another for another", () => {
    expect(initialWeights(TINY, 3)).toEqual(initialWeights(TINY, 3));
    expect(initialWeights(TINY, 4)).not.toEqual(initialWeights(TINY, 3));
  });
});

it("weights survive the way to the device and back, and the device's copy stays usable", async () => {
  const weights = randomWeights(TINY, 2);
  const params = paramsFromWeights(weights);
  expect(await weightsFromParams(params)).toEqual(weights);
  expect(await weightsFromParams(params)).toEqual(weights);
});
