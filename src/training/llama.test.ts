import { grad, jit, numpy as np, tree } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { startDevice } from "./device";
import { randomWeights } from "./export/randomWeights";
import { forwardInputs } from "./inputs";
import { llamaLogits, tokenLogprobs } from "./llama";
import type { LlamaConfig, LlamaWeights } from "./llama-config";
import { packExamples } from "./packing";
import { paramsFromWeights, weightsFromParams } from "./params";
import { referenceLogits } from "./reference";
import { maskedCrossEntropy } from "./sft";
import { TINY } from "./testModel";

beforeAll(startDevice);

const EXAMPLES = [
  { prompt: [1, 4, 9, 12], solution: [3, 3, 0] },
  { prompt: [2], solution: [11, 5] },
  { prompt: [7, 7, 7, 8], solution: [10] },
];

/** Logits of the packed examples, (rows · length, V). */
async function packedLogits(config: LlamaConfig, weights: LlamaWeights): Promise<Float32Array> {
  const batch = packExamples(config, EXAMPLES, 2, 11);
  const logits = llamaLogits(config, paramsFromWeights(weights), forwardInputs(batch));
  return (await logits.data()) as Float32Array;
}

describe("llamaLogits", () => {
  it.each([
    ["grouped-query attention", TINY],
    ["as many key/value heads as heads", { ...TINY, kvHeads: 4 }],
    ["one layer, one head, another rotary base", { ...TINY, layers: 1, heads: 1, kvHeads: 1, ropeTheta: 50 }],
  ])("agrees with the plain float64 model, each text as if it were alone: %s", async (_, config) => {
    const weights = randomWeights(config, 5);
    const batch = packExamples(config, EXAMPLES, 2, 11);
    const logits = await packedLogits(config, weights);
    EXAMPLES.forEach(({ prompt, solution }, index) => {
      referenceLogits(config, weights, [...prompt, ...solution]).forEach((expected, t) => {
        const cell = (batch.starts[index]! + t) * config.vocabSize;
        expected.forEach((value, id) => expect(Math.abs(logits[cell + id]! - value)).toBeLessThan(2e-5));
      });
    });
  });

  it("stays finite on padding", async () => {
    expect((await packedLogits(TINY, randomWeights(TINY, 5))).every(Number.isFinite)).toBe(true);
  });
});

describe("the gradient of the loss", () => {
  it("is the slope of the plain float64 model's loss, in every weight array", async () => {
    const weights = randomWeights(TINY, 6);
    const batch = packExamples(TINY, EXAMPLES, 2, 11);
    const gradients = jit(
      grad((params: ReturnType<typeof paramsFromWeights>) =>
        maskedCrossEntropy(
          llamaLogits(TINY, params, forwardInputs(batch)),
          np.array(batch.targets),
          np.array(batch.weights),
        ),
      ),
    )(paramsFromWeights(weights));
    const slopes = await weightsFromParams(gradients);
    for (const [name, { shape, data }] of Object.entries(weights)) {
      // Along a fixed direction, so that one pair of losses checks the whole array.
      const direction = data.map((_, i) => Math.sin(1 + 7 * i));
      const moved = (step: number): LlamaWeights => ({
        ...weights,
        [name]: { shape, data: data.map((value, i) => value + step * direction[i]!) },
      });
      const step = 1e-3;
      const expected = (plainLoss(moved(step)) - plainLoss(moved(-step))) / (2 * step);
      const found = slopes[name]!.data.reduce((sum, slope, i) => sum + slope * direction[i]!, 0);
      expect(Math.abs(found - expected), name).toBeLessThan(2e-4 * Math.max(1, Math.abs(expected)));
    }
    tree.dispose(gradients);
  });
});

/** Mean cross entropy of the examples' solutions, by the obvious model. */
function plainLoss(weights: LlamaWeights): number {
  let total = 0;
  let tokens = 0;
  for (const { prompt, solution } of EXAMPLES) {
    const logits = referenceLogits(TINY, weights, [...prompt, ...solution]);
    solution.forEach((id, t) => {
      const row = logits[prompt.length - 1 + t]!;
      total += Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[id]!;
      tokens++;
    });
  }
  return total / tokens;
}

describe("tokenLogprobs", () => {
  it("is safe for logits of ±1e4", async () => {
    const logits = np.array(new Float32Array([1e4, 0, -1e4, 1e4, 1e4, 1e4])).reshape([2, 3]);
    const logprobs = await tokenLogprobs(logits, np.array(new Int32Array([0, 2]))).data();
    expect(logprobs[0]).toBeCloseTo(0, 6);
    expect(logprobs[1]).toBeCloseTo(-Math.log(3), 3);
  });
});
