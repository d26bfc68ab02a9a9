import type { LlamaConfig, LlamaWeights } from "../llama-config";
import { exportOnnx } from "./onnx";
import { writeSafetensors } from "./safetensors";

/** Ids of special tokens. */
export interface FolderOptions {
  /** Generation stops at any of these. */
  eosTokenIds: readonly number[];
  /** Fills the shorter rows of a batch. */
  padTokenId: number;
  bosTokenId?: number;
}

/**
 * A model as a folder of the Hugging Face Hub, path → bytes, all but the tokenizer: `config.json`,
 * `generation_config.json`, `model.safetensors` (Python's `transformers`) and `onnx/model.onnx` (transformers.js).
 *
 * @throws RangeError as `exportOnnx` does
 */
export function exportHuggingFaceFolder(
  config: LlamaConfig,
  weights: LlamaWeights,
  options: FolderOptions,
): Record<string, Uint8Array> {
  const specialTokens = {
    ...(options.bosTokenId === undefined ? {} : { bos_token_id: options.bosTokenId }),
    eos_token_id: options.eosTokenIds.length === 1 ? options.eosTokenIds[0] : options.eosTokenIds,
    pad_token_id: options.padTokenId,
  };
  return {
    "config.json": json({ ...modelConfig(config), ...specialTokens }),
    "generation_config.json": json(specialTokens),
    "model.safetensors": writeSafetensors(weights),
    "onnx/model.onnx": exportOnnx(config, weights),
  };
}

/** `transformers.js_config` makes float32 in one file the choice of a page that names no other. */
function modelConfig(config: LlamaConfig): Record<string, unknown> {
  return {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: config.headDim,
    hidden_act: "silu",
    max_position_embeddings: config.contextLength,
    rms_norm_eps: config.rmsNormEps,
    rope_theta: config.ropeTheta,
    tie_word_embeddings: true,
    attention_bias: false,
    mlp_bias: false,
    use_cache: true,
    torch_dtype: "float32",
    "transformers.js_config": { dtype: "fp32", use_external_data_format: false },
  };
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 2)}\n`);
}
