import { checkWeights } from "./checkWeights";
import type { LlamaConfig, LlamaWeights, WeightArray } from "./llama-config";

/**
 * The Llama decoder, slow and obvious, in float64: one token after the other, every sum a loop. It judges the fast
 * implementations (the trainable model and the exported graph) and is written to be compared with the papers, not to
 * be run on anything large.
 *
 * Pre-norm blocks (Touvron et al., "LLaMA", 2023) with RMSNorm (Zhang & Sennrich, 2019), rotary positions in the
 * half-split layout of Python's `transformers` (Su et al., "RoFormer", 2021), grouped-query attention (Ainslie et
 * al., 2023), SwiGLU (Shazeer, 2020) and an output layer tied to the embeddings.
 *
 * @param ids any number of tokens, each in [0, vocabSize); the first has position 0
 * @returns per token the logits (V) for the token after it; empty for no ids
 * @throws RangeError for an id outside the vocabulary or weights that are not the config's
 */
export function referenceLogits(
  config: LlamaConfig,
  weights: LlamaWeights,
  ids: readonly number[],
): Float64Array[] {
  checkWeights(config, weights);
  const read = (name: string): Float32Array => (weights[name] as WeightArray).data;
  const embeddings = read("model.embed_tokens.weight");
  const caches = Array.from({ length: config.layers }, (): LayerCache => ({ keys: [], values: [] }));

  return ids.map((id, position) => {
    if (!Number.isInteger(id) || id < 0 || id >= config.vocabSize) {
      throw new RangeError(`Token id ${id} is outside the vocabulary of ${config.vocabSize} tokens.`);
    }
    let x: Float64Array = Float64Array.from(
      embeddings.subarray(id * config.hiddenSize, (id + 1) * config.hiddenSize),
    ); // (hidden)
    caches.forEach((cache, layer) => {
      const weight = (name: string): Float32Array => read(`model.layers.${layer}.${name}.weight`);
      x = sum(
        x,
        attention(config, weight, cache, rmsNorm(x, weight("input_layernorm"), config.rmsNormEps), position),
      );
      x = sum(x, swiglu(weight, rmsNorm(x, weight("post_attention_layernorm"), config.rmsNormEps)));
    });
    return linear(embeddings, rmsNorm(x, read("model.norm.weight"), config.rmsNormEps)); // (V)
  });
}

/** Keys and values of the tokens so far, each (kvHeads · headDim). */
interface LayerCache {
  keys: Float64Array[];
  values: Float64Array[];
}

/** Causal attention of the newest token; appends its key and value to the cache. */
function attention(
  config: LlamaConfig,
  weight: (name: string) => Float32Array,
  cache: LayerCache,
  x: Float64Array,
  position: number,
): Float64Array {
  const { heads, kvHeads, headDim, ropeTheta } = config;
  const queries = rotate(linear(weight("self_attn.q_proj"), x), headDim, ropeTheta, position); // (heads · headDim)
  cache.keys.push(rotate(linear(weight("self_attn.k_proj"), x), headDim, ropeTheta, position));
  cache.values.push(linear(weight("self_attn.v_proj"), x));

  const mixed = new Float64Array(heads * headDim);
  for (let head = 0; head < heads; head++) {
    const kvStart = Math.floor(head / (heads / kvHeads)) * headDim;
    const query = queries.subarray(head * headDim, (head + 1) * headDim);
    const scores = cache.keys.map(
      (key) => dot(query, key.subarray(kvStart, kvStart + headDim)) / Math.sqrt(headDim),
    );
    softmax(scores).forEach((probability, t) => {
      const value = cache.values[t] as Float64Array;
      for (let d = 0; d < headDim; d++) mixed[head * headDim + d]! += probability * value[kvStart + d]!;
    });
  }
  return linear(weight("self_attn.o_proj"), mixed);
}

/**
 * Rotary position embedding, head by head: dimension `d` of the first half turns with dimension `d` of the second
 * half by `position · theta^(−2d / headDim)`.
 */
function rotate(x: Float64Array, headDim: number, theta: number, position: number): Float64Array {
  const half = headDim / 2;
  return x.map((value, index) => {
    const d = index % headDim;
    const angle = position * theta ** ((-2 * (d % half)) / headDim);
    return d < half
      ? value * Math.cos(angle) - x[index + half]! * Math.sin(angle)
      : value * Math.cos(angle) + x[index - half]! * Math.sin(angle);
  });
}

function swiglu(weight: (name: string) => Float32Array, x: Float64Array): Float64Array {
  const gate = linear(weight("mlp.gate_proj"), x);
  const up = linear(weight("mlp.up_proj"), x);
  return linear(
    weight("mlp.down_proj"),
    gate.map((g, i) => (g / (1 + Math.exp(-g))) * up[i]!),
  );
}

function rmsNorm(x: Float64Array, weight: Float32Array, epsilon: number): Float64Array {
  const scale = 1 / Math.sqrt(dot(x, x) / x.length + epsilon);
  return x.map((value, i) => value * scale * weight[i]!);
}

/** `W x` for `W` stored as (out, in). */
function linear(matrix: Float32Array, x: Float64Array): Float64Array {
  return Float64Array.from({ length: matrix.length / x.length }, (_, row) =>
    dot(x, matrix.subarray(row * x.length, (row + 1) * x.length)),
  );
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]!);
}

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - highest));
  const total = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / total);
}
