import { describe, expect, it } from "vitest";
import type { LlamaConfig } from "../llama-config";
import { exportHuggingFaceFolder } from "./folder";
import { exportOnnx } from "./onnx";
import { randomWeights } from "./randomWeights";
import { readSafetensors } from "./safetensors";

const CONFIG: LlamaConfig = {
  vocabSize: 11,
  hiddenSize: 8,
  intermediateSize: 12,
  layers: 1,
  heads: 2,
  kvHeads: 1,
  headDim: 6,
  ropeTheta: 5000,
  rmsNormEps: 1e-6,
  contextLength: 32,
};

function parse(bytes: Uint8Array | undefined): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

describe("exportHuggingFaceFolder", () => {
  const weights = randomWeights(CONFIG, 3);
  const folder = exportHuggingFaceFolder(CONFIG, weights, { bosTokenId: 0, eosTokenIds: [2], padTokenId: 1 });

  it("describes the model in the words of Python's transformers", () => {
    expect(parse(folder["config.json"])).toMatchInlineSnapshot(`
      {
        "architectures": [
          "LlamaForCausalLM",
        ],
        "attention_bias": false,
        "bos_token_id": 0,
        "eos_token_id": 2,
        "head_dim": 6,
        "hidden_act": "silu",
        "hidden_size": 8,
        "intermediate_size": 12,
        "max_position_embeddings": 32,
        "mlp_bias": false,
        "model_type": "llama",
        "num_attention_heads": 2,
        "num_hidden_layers": 1,
        "num_key_value_heads": 1,
        "pad_token_id": 1,
        "rms_norm_eps": 0.000001,
        "rope_theta": 5000,
        "tie_word_embeddings": true,
        "torch_dtype": "float32",
        "transformers.js_config": {
          "dtype": "fp32",
          "use_external_data_format": false,
        },
        "use_cache": true,
        "vocab_size": 11,
      }
    `);
  });

  it("keeps special tokens in the generation settings too, several ends of text as a list", () => {
    expect(parse(folder["generation_config.json"])).toEqual({
      bos_token_id: 0,
      eos_token_id: 2,
      pad_token_id: 1,
    });
    const other = exportHuggingFaceFolder(CONFIG, weights, { eosTokenIds: [2, 3], padTokenId: 2 });
    expect(parse(other["generation_config.json"])).toEqual({ eos_token_id: [2, 3], pad_token_id: 2 });
  });

  it("holds the same weights twice, for Python and for the page", () => {
    expect(readSafetensors(folder["model.safetensors"] ?? new Uint8Array())).toEqual(weights);
    expect(folder["onnx/model.onnx"]).toEqual(exportOnnx(CONFIG, weights));
    expect(Object.keys(folder)).toHaveLength(4);
  });
});
