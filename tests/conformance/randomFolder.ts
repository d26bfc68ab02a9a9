import { exportHuggingFaceFolder } from "../../src/training/export/folder";
import { randomWeights } from "../../src/training/export/randomWeights";
import type { LlamaConfig } from "../../src/training/llama-config";
import { SPECIAL_TOKENS } from "../../tools/models/tokenizer/chatTemplate";
import { makeTokenizer, VOCABULARY_SIZE } from "../../tools/models/tokenizer/make";

export const RANDOM_CONFIG: LlamaConfig = {
  vocabSize: VOCABULARY_SIZE + 24, // padded, as many models' logits are
  hiddenSize: 32,
  intermediateSize: 64,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 8,
  ropeTheta: 10_000,
  rmsNormEps: 1e-5,
  contextLength: 256,
};

/** A whole model folder with the embedded pair's tokenizer and random weights: path → bytes. */
export function randomFolder(seed: number, config: Partial<LlamaConfig> = {}): Record<string, Uint8Array> {
  const merged = { ...RANDOM_CONFIG, ...config };
  const names = Object.keys(SPECIAL_TOKENS) as (keyof typeof SPECIAL_TOKENS)[];
  const tokenizer = makeTokenizer(1);
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  return {
    ...exportHuggingFaceFolder(merged, randomWeights(merged, seed), {
      eosTokenIds: [names.indexOf("end")],
      padTokenId: names.indexOf("pad"),
    }),
    "tokenizer.json": json(tokenizer.tokenizerJson),
    "tokenizer_config.json": json(tokenizer.tokenizerConfig),
  };
}
