import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { exportHuggingFaceFolder } from "../src/training/export/folder";
import { randomWeights } from "../src/training/export/randomWeights";
import type { LlamaConfig } from "../src/training/llama-config";
import { makeTokenizer } from "../tools/models/tokenizer/make";

/** Vocabulary sizes that are measured, with a model wide enough that its forward pass is not all dispatch. */
export const BENCH_MODELS = [
  { vocabSize: 1024, hiddenSize: 128, layers: 4 },
  { vocabSize: 50_257, hiddenSize: 256, layers: 4 },
  { vocabSize: 151_936, hiddenSize: 256, layers: 4 },
] as const;

/** Where a bench model lies: two of each size, with different weights. */
export function benchFolder(vocabSize: number, side: "a" | "b"): string {
  return fileURLToPath(new URL(`models/${vocabSize}-${side}/`, import.meta.url));
}

/** Makes the random-weight models that are not there yet, in Hugging Face layout, with a tokenizer of the full width. */
export function makeBenchModels(): void {
  for (const size of BENCH_MODELS) {
    for (const side of ["a", "b"] as const) {
      const folder = benchFolder(size.vocabSize, side);
      if (existsSync(join(folder, "complete"))) continue;
      console.log(`Making ${folder.split("/bench/")[1]} …`);
      const files = { ...modelFiles(size, side === "a" ? 1 : 2), ...tokenizerFiles(size.vocabSize) };
      for (const [name, bytes] of Object.entries(files)) {
        const path = join(folder, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, bytes);
      }
      writeFileSync(join(folder, "complete"), "");
    }
  }
}

function modelFiles(size: (typeof BENCH_MODELS)[number], seed: number): Record<string, Uint8Array> {
  const config: LlamaConfig = {
    ...size,
    intermediateSize: 3 * size.hiddenSize,
    heads: 4,
    kvHeads: 4,
    headDim: size.hiddenSize / 4,
    ropeTheta: 10_000,
    rmsNormEps: 1e-5,
    contextLength: 2048,
  };
  const files = exportHuggingFaceFolder(config, randomWeights(config, seed), {
    eosTokenIds: [3],
    padTokenId: 0,
  });
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== "model.safetensors"));
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
