import { describe, expect, it } from "vitest";
import golden from "../../tests/golden/llama-logits.json";
import { randomWeights } from "./export/randomWeights";
import { type LlamaConfig, type LlamaWeights, weightShapes } from "./llama-config";
import { referenceLogits } from "./reference";

const CONFIG: LlamaConfig = {
  vocabSize: 13,
  hiddenSize: 8,
  intermediateSize: 10,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 4,
  ropeTheta: 100,
  rmsNormEps: 1e-5,
  contextLength: 16,
};

/** Without attention and feed-forward, what is left is embedding → norm → embedding. */
function embeddingsOnly(weights: LlamaWeights): LlamaWeights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [
      name,
      /o_proj|down_proj/.test(name) ? { shape, data: new Float32Array(data.length) } : { shape, data },
    ]),
  );
}

/** The weights of `tools/goldens/export-llama.py`. */
function formulaWeights(config: LlamaConfig): LlamaWeights {
  return Object.fromEntries(
    weightShapes(config).map(([name, shape], k) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const data = Float32Array.from({ length: size }, (_, i) => {
        const u = (2 * ((7919 * i * i + 31 * i + 104729 * k) % 65521)) / 65521 - 1;
        return shape.length === 1 ? 1 + u / 10 : (2 * u) / Math.sqrt(shape[1] as number);
      });
      return [name, { shape, data }];
    }),
  );
}

describe("referenceLogits", () => {
  it.each(golden)(
    "has the logits of Python's transformers, $config.heads heads on $config.kvHeads",
    (model) => {
      const logits = referenceLogits(model.config, formulaWeights(model.config), model.ids);
      const differences = model.logits.flatMap((row, t) =>
        row.map((logit, id) => Math.abs(logit - (logits[t]?.[id] ?? NaN))),
      );
      expect(differences).toHaveLength(12 * 17);
      expect(Math.max(...differences)).toBeLessThan(1e-5); // there, angles are computed in float32
    },
  );

  const weights = randomWeights(CONFIG, 4);

  it("has one vector over the vocabulary per token, and none for none", () => {
    expect(referenceLogits(CONFIG, weights, [1, 2, 3]).map((logits) => logits.length)).toEqual([13, 13, 13]);
    expect(referenceLogits(CONFIG, weights, [])).toEqual([]);
  });

  it("is causal: later tokens change nothing before them", () => {
    const short = referenceLogits(CONFIG, weights, [1, 2, 3]);
    expect(referenceLogits(CONFIG, weights, [1, 2, 3, 4, 5]).slice(0, 3)).toEqual(short);
  });

  it("tells apart the orders of earlier tokens", () => {
    const config = { ...CONFIG, layers: 1 };
    const last = (ids: number[]) => Array.from(referenceLogits(config, weights, ids).at(-1) ?? []);
    const [forwards, swapped] = [last([1, 2, 3]), last([2, 1, 3])];
    expect(Math.max(...forwards.map((logit, id) => Math.abs(logit - (swapped[id] ?? 0))))).toBeGreaterThan(
      1e-3,
    );
  });

  it("is, without its layers, the embedding of the token normed and compared with all embeddings", () => {
    const table = weights["model.embed_tokens.weight"]?.data ?? new Float32Array();
    const gains = weights["model.norm.weight"]?.data ?? new Float32Array();
    const row = (id: number) => [...table.subarray(id * 8, id * 8 + 8)];
    const x = row(6);
    const scale = 1 / Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / 8 + 1e-5);
    const normed = x.map((value, i) => value * scale * (gains[i] as number));
    const expected = Array.from({ length: 13 }, (_, id) =>
      row(id).reduce((sum, e, i) => sum + e * (normed[i] ?? 0), 0),
    );
    const [logits] = referenceLogits(CONFIG, embeddingsOnly(weights), [6]);
    expected.forEach((value, id) => expect(logits?.[id]).toBeCloseTo(value, 12));
  });

  it("refuses ids outside the vocabulary", () => {
    expect(() => referenceLogits(CONFIG, weights, [13])).toThrow(
      "Token id 13 is outside the vocabulary of 13 tokens.",
    );
    expect(() => referenceLogits(CONFIG, weights, [-1])).toThrow("Token id -1");
  });
});
