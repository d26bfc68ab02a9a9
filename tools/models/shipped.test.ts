import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { Draws } from "../../src/core/random";
import type { LlamaWeights } from "../../src/training/llama-config";
import { referenceLogits } from "../../src/training/reference";
import { largestDifference, OnnxRunner } from "../../tests/export/onnxRunner";
import type { ManifestEntry } from "./manifest";
import { CONFIG, SEED } from "./recipe";
import { makeTokenizer } from "./tokenizer/make";

const MODELS = fileURLToPath(new URL("../../public/models/", import.meta.url));
const manifest = JSON.parse(readFileSync(`${MODELS}manifest.json`, "utf8")) as ManifestEntry[];

it("ships two models: base, and rl made from it", () => {
  expect(manifest.map(({ id }) => id)).toEqual(["base", "rl"]);
});

describe.each(manifest)("the shipped model $id", { timeout: 60_000 }, ({ folder, files, bytes }) => {
  it("has exactly the files that the manifest says", () => {
    for (const { path, bytes: size, sha256 } of files) {
      const content = readFileSync(`${MODELS}${folder}/${path}`);
      expect([path, content.length]).toEqual([path, size]);
      expect(createHash("sha256").update(content).digest("hex"), path).toBe(sha256);
    }
    expect(bytes).toBe(files.reduce((total, file) => total + file.bytes, 0));
  });

  it("takes at most 8 MB as ONNX", () => {
    expect(files.find(({ path }) => path === "onnx/model.onnx")?.bytes).toBeLessThanOrEqual(8e6);
  });

  it("has a card, and weights for Python", () => {
    expect(readFileSync(`${MODELS}${folder}/README.md`, "utf8")).toContain("## How good it is");
    expect(existsSync(`${MODELS}${folder}/model.safetensors`)).toBe(true);
  });

  it("computes in its ONNX file what its weights for Python say, on random texts", async () => {
    const weights = readSafetensors(readFileSync(`${MODELS}${folder}/model.safetensors`));
    const runner = await OnnxRunner.open(CONFIG, readFileSync(`${MODELS}${folder}/onnx/model.onnx`));
    for (const length of [1, 7, 40]) {
      const draws = new Draws(SEED, "test", length);
      const ids = Array.from({ length }, () => draws.integer(0, CONFIG.vocabSize - 1));
      const { logits } = await runner.forward([{ ids }]);
      const expected = referenceLogits(CONFIG, weights, ids);
      expect(largestDifference(logits[0]!, expected)).toBeLessThan(1e-4);
    }
  });

  it("reads text with the tokenizer that the corpus of today gives", () => {
    const { tokenizerJson } = makeTokenizer(SEED);
    expect(JSON.parse(readFileSync(`${MODELS}${folder}/tokenizer.json`, "utf8"))).toEqual(tokenizerJson);
  });
});

/** Float32 tensors of a safetensors file: 8 bytes of header length, a JSON header, the arrays. */
function readSafetensors(bytes: Buffer): LlamaWeights {
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, start)) as Record<string, unknown>;
  const { __metadata__: _metadata, ...tensors } = header;
  return Object.fromEntries(
    Object.entries(tensors as Record<string, { shape: number[]; data_offsets: [number, number] }>).map(
      ([name, { shape, data_offsets: offsets }]) => {
        const [from, to] = offsets.map((offset) => bytes.byteOffset + start + offset);
        return [name, { shape, data: new Float32Array(bytes.buffer.slice(from, to)) }];
      },
    ),
  );
}
