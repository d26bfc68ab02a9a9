import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ManifestEntry } from "./manifest";
import { SEED } from "./recipe";
import { makeTokenizer } from "./tokenizer/make";

const MODELS = fileURLToPath(new URL("../../public/models/", import.meta.url));
const manifest = JSON.parse(readFileSync(`${MODELS}manifest.json`, "utf8")) as ManifestEntry[];

it("ships two models: base, and rl made from it", () => {
  expect(manifest.map(({ id }) => id)).toEqual(["base", "rl"]);
});

describe.each(manifest)("the shipped model $id", ({ folder, files, bytes }) => {
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

  it("reads text with the tokenizer that the corpus of today gives", () => {
    const { tokenizerJson } = makeTokenizer(SEED);
    expect(JSON.parse(readFileSync(`${MODELS}${folder}/tokenizer.json`, "utf8"))).toEqual(tokenizerJson);
  });
});
