import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { exportHuggingFaceFolder } from "../src/training/export/folder";
import { randomWeights } from "../src/training/export/randomWeights";
import type { LlamaConfig, LlamaWeights } from "../src/training/llama-config";
import { makeTokenizer } from "../tools/models/tokenizer/make";

/**
 * Vocabulary sizes that are measured. The smallest has the embedded pair's proportions; the others have bodies large
 * enough that the output layer is not all there is (40 % and 56 % of the weights, as against 28 % in Qwen2.5-0.5B and
 * 31 % in GPT-2).
 */
export const BENCH_MODELS = [
  { vocabSize: 1024, hiddenSize: 128, layers: 4 },
  { vocabSize: 50_257, hiddenSize: 384, layers: 16 },
  { vocabSize: 151_936, hiddenSize: 384, layers: 24 },
] as const;

/** Of about 30 million weights: what a page has time to write with, token by token. */
export const WRITING_MODEL = { vocabSize: 50_257, hiddenSize: 256, layers: 20 } as const;

export type BenchModel = (typeof BENCH_MODELS)[number] | typeof WRITING_MODEL;

/** B's weights are A's with this share of fresh noise: two models of one family, as people compare them. */
const SIBLING_NOISE = 0.1;

const HEAD_DIM = 32;

/** The folder of a bench model below `bench/models/`: two siblings of each size. */
export function benchModelName({ vocabSize, hiddenSize, layers }: BenchModel, side: "a" | "b"): string {
  return `${vocabSize}-${hiddenSize}x${layers}-${side}`;
}

/** Makes the random-weight models that are not there yet, in Hugging Face layout, with a tokenizer of the full width. */
export function makeBenchModels(models: readonly BenchModel[]): void {
  for (const size of models) {
    for (const side of ["a", "b"] as const) {
      const folder = fileURLToPath(new URL(`models/${benchModelName(size, side)}/`, import.meta.url));
      if (existsSync(join(folder, "complete"))) continue;
      console.log(`Making ${folder.split("/bench/")[1]} …`);
      const files = { ...modelFiles(size, side), ...tokenizerFiles(size.vocabSize) };
      for (const [name, bytes] of Object.entries(files)) {
        const path = join(folder, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, bytes);
      }
      writeFileSync(join(folder, "complete"), "");
    }
  }
}

function modelFiles(size: BenchModel, side: "a" | "b"): Record<string, Uint8Array> {
  const config: LlamaConfig = {
    ...size,
    intermediateSize: 3 * size.hiddenSize,
    heads: size.hiddenSize / HEAD_DIM,
    kvHeads: size.hiddenSize / HEAD_DIM,
    headDim: HEAD_DIM,
    ropeTheta: 10_000,
    rmsNormEps: 1e-5,
    contextLength: 2048,
  };
  const weights = randomWeights(config, 1);
  if (side === "b") addNoise(weights, randomWeights(config, 2));
  const files = exportHuggingFaceFolder(config, weights, {
    eosTokenIds: [3],
    padTokenId: 0,
  });
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== "model.safetensors"));
}

/** In place, to save memory; the spread of the weights stays what it was. */
function addNoise(weights: LlamaWeights, noise: LlamaWeights): void {
  const keep = Math.sqrt(1 - SIBLING_NOISE ** 2);
  for (const [name, { shape, data }] of Object.entries(weights)) {
    if (shape.length === 1) continue;
    const other = noise[name]!.data;
    for (let i = 0; i < data.length; i++) data[i] = keep * data[i]! + SIBLING_NOISE * other[i]!;
  }
}

/** The embedded pair's tokenizer, filled up with entries that no text reaches. */
function tokenizerFiles(vocabSize: number): Record<string, string> {
  const made = makeTokenizer(1);
  const { tokenizerJson } = made as { tokenizerJson: { model: { vocab: Record<string, number> } } };
  const vocab = { ...tokenizerJson.model.vocab };
  for (let id = Object.keys(vocab).length; id < vocabSize; id++) vocab[`filler${id}`] = id;
  return {
    "tokenizer.json": JSON.stringify({ ...tokenizerJson, model: { ...tokenizerJson.model, vocab } }),
    "tokenizer_config.json": JSON.stringify(made.tokenizerConfig),
  };
}
