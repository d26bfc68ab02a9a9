import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseReference } from "../../src/core/selfCheck/parseReference";
import { selfCheck } from "../../src/core/selfCheck/selfCheck";
import { readSafetensors } from "../../src/training/export/safetensors";
import { openInNode } from "../../tests/conformance/onnxInNode";
import type { ManifestEntry } from "./manifest";
import { CONFIG, SEED } from "./recipe";
import { selfCheckReference } from "./selfCheckReference";

const MODELS = fileURLToPath(new URL("../../public/models/", import.meta.url));
const manifest = JSON.parse(readFileSync(`${MODELS}manifest.json`, "utf8")) as ManifestEntry[];

describe.each(manifest)(
  "the reference values that ship with $id",
  { timeout: 60_000 },
  ({ folder, files, selfCheck: file }) => {
    const read = (path: string): Uint8Array => Uint8Array.from(readFileSync(`${MODELS}${folder}/${path}`));
    const open = (change: (graph: Uint8Array) => Uint8Array = (graph) => graph) => {
      const contents = Object.fromEntries(files.map(({ path }) => [path, read(path)]));
      const graph = contents["onnx/model.onnx"] as Uint8Array;
      return openInNode({ ...contents, "onnx/model.onnx": change(graph) });
    };
    const text = () => readFileSync(`${MODELS}${folder}/${file?.path}`, "utf8");
    const reference = () => parseReference(JSON.parse(text()));

    it("are what the manifest says, and what the weights for Python give today", () => {
      expect(file?.bytes).toBe(text().length);
      expect(file?.sha256).toBe(createHash("sha256").update(text()).digest("hex"));
      expect(reference()).toEqual(
        selfCheckReference(CONFIG, readSafetensors(read("model.safetensors")), SEED),
      );
    });

    it("pass the shipped graph with room to spare, in either way of reading", async () => {
      const model = await open();
      const result = await selfCheck(model, reference(), () => performance.now());
      expect(result.passed).toBe(true);
      for (const name of ["probability", "logprob", "js"] as const)
        expect(result.largest[name]).toBeLessThan(result.tolerance[name] / 10);
      await model.dispose();
    });

    it("fail a graph with one damaged number among half a million", async () => {
      const model = await open((graph) => {
        const damaged = graph.slice();
        const weights = new DataView(damaged.buffer);
        // The fourth exponent bit of a float32 in the middle of the weights.
        const at = 4 * Math.floor(damaged.length / 8);
        weights.setUint8(at + 3, weights.getUint8(at + 3) ^ 0x04);
        return damaged;
      });
      const result = await selfCheck(model, reference(), () => performance.now());
      expect(result.passed).toBe(false);
      await model.dispose();
    });
  },
);
