/** Shape of a Llama-architecture decoder (RMSNorm, rotary positions, SwiGLU, tied embeddings); names as in `config.json`. */
export interface LlamaConfig {
  vocabSize: number;
  hiddenSize: number;
  /** Width of the SwiGLU layer. */
  intermediateSize: number;
  layers: number;
  heads: number;
  /** Key/value heads; `heads` is a multiple of it (grouped-query attention), usually equal. */
  kvHeads: number;
  /** Usually hiddenSize / heads. Even, for rotary pairs. */
  headDim: number;
  ropeTheta: number;
  rmsNormEps: number;
  /** Longest sequence the model was made for, in tokens. */
  contextLength: number;
}

/** A named array in row-major order; `data.length` is the product of `shape`. */
export interface WeightArray {
  shape: readonly number[];
  data: Float32Array;
}

/**
 * All weights under the names of Python's `transformers` (`model.embed_tokens.weight`,
 * `model.layers.0.self_attn.q_proj.weight`, …, `model.norm.weight`), linear layers as (out, in).
 * The one form that checkpoints, `model.safetensors` and the ONNX writer share. Embeddings are tied: no `lm_head`.
 */
export type LlamaWeights = Record<string, WeightArray>;

/** Names and shapes of all weights of a model, in the order of the forward pass. */
export function weightShapes(config: LlamaConfig): [name: string, shape: number[]][] {
  const { hiddenSize, intermediateSize, headDim } = config;
  const shapes: [string, number[]][] = [["model.embed_tokens.weight", [config.vocabSize, hiddenSize]]];
  for (let layer = 0; layer < config.layers; layer++) {
    const prefix = `model.layers.${layer}`;
    shapes.push(
      [`${prefix}.input_layernorm.weight`, [hiddenSize]],
      [`${prefix}.self_attn.q_proj.weight`, [config.heads * headDim, hiddenSize]],
      [`${prefix}.self_attn.k_proj.weight`, [config.kvHeads * headDim, hiddenSize]],
      [`${prefix}.self_attn.v_proj.weight`, [config.kvHeads * headDim, hiddenSize]],
      [`${prefix}.self_attn.o_proj.weight`, [hiddenSize, config.heads * headDim]],
      [`${prefix}.post_attention_layernorm.weight`, [hiddenSize]],
      [`${prefix}.mlp.gate_proj.weight`, [intermediateSize, hiddenSize]],
      [`${prefix}.mlp.up_proj.weight`, [intermediateSize, hiddenSize]],
      [`${prefix}.mlp.down_proj.weight`, [hiddenSize, intermediateSize]],
    );
  }
  shapes.push(["model.norm.weight", [hiddenSize]]);
  return shapes;
}

/** Number of trainable numbers. */
export function parameterCount(config: LlamaConfig): number {
  return weightShapes(config).reduce(
    (sum, [, shape]) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
}
