import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Draws } from "../../src/core/random";
import { exportHuggingFaceFolder } from "../../src/training/export/folder";
import { randomWeights } from "../../src/training/export/randomWeights";
import type { LlamaConfig, LlamaWeights } from "../../src/training/llama-config";
import { referenceLogits } from "../../src/training/reference";
import { launchChromium } from "../../tools/browser";
import { serve } from "../../tools/serve.mjs";
import { largestDifference } from "./onnxRunner";

const TIMEOUT = 300_000;
const NEW_TOKENS = 6;

interface Block {
  ids: number[][];
  mask: number[][];
}

interface Answer {
  generated: number[][];
  /** (step, row, token, V) */
  logits: number[][][][];
  location: string;
}

const BASE: LlamaConfig = {
  vocabSize: 64,
  hiddenSize: 64,
  intermediateSize: 96,
  layers: 2,
  heads: 4,
  kvHeads: 4,
  headDim: 16,
  ropeTheta: 10000,
  rmsNormEps: 1e-5,
  contextLength: 128,
};

const MODELS: Record<string, LlamaConfig> = {
  "own-keys": BASE,
  "shared-keys": { ...BASE, kvHeads: 2, headDim: 24, vocabSize: 63, ropeTheta: 500 },
};

/**
 * Texts of these lengths stand in one batch, shorter ones padded on the left. The longest is long enough for the
 * attention kernels of long prompts, which go wrong where a GPU's subgroups are small.
 */
const PROMPT_LENGTHS = [70, 41, 1];
/** Tokens that follow the prompts, block by block. */
const BLOCKS = [5, 1, 3];

const PADDING = 0;

function randomTexts(config: LlamaConfig, lengths: readonly number[]): number[][] {
  return lengths.map((length, text) => {
    const draws = new Draws(17, "test", text);
    return Array.from({ length }, () => draws.integer(0, config.vocabSize - 1));
  });
}

function padded(texts: readonly number[][]): Block {
  const longest = Math.max(...texts.map((ids) => ids.length));
  const pad = (ids: number[]) => Array.from({ length: longest - ids.length }, () => 0);
  return {
    ids: texts.map((ids) => [...pad(ids).fill(PADDING), ...ids]),
    mask: texts.map((ids) => [...pad(ids), ...ids.map(() => 1)]),
  };
}

function greedyReference(config: LlamaConfig, weights: LlamaWeights, prompt: readonly number[]): number[] {
  const ids = [...prompt];
  for (let n = 0; n < NEW_TOKENS; n++) {
    const logits = referenceLogits(config, weights, ids).at(-1) ?? new Float64Array();
    ids.push(logits.indexOf(Math.max(...logits)));
  }
  return ids.slice(prompt.length);
}

/** What the page is given and what it should answer, for one model. */
function exercise(name: string, config: LlamaConfig) {
  const weights = randomWeights(config, 5);
  const lengths = PROMPT_LENGTHS.map((length) => length + BLOCKS.reduce((a, b) => a + b));
  const texts = randomTexts(config, lengths);
  const prompts = texts.map((ids, i) => ids.slice(0, PROMPT_LENGTHS[i]));

  const first = padded(prompts);
  const steps = [first];
  let fed = 0;
  for (const size of BLOCKS) {
    const before = steps.at(-1) as Block;
    const ids = texts.map((text, i) => text.slice((PROMPT_LENGTHS[i] as number) + fed).slice(0, size));
    steps.push({ ids, mask: before.mask.map((row, i) => [...row, ...(ids[i] ?? []).map(() => 1)]) });
    fed += size;
  }

  const generated = prompts.map((prompt) => greedyReference(config, weights, prompt));
  const neverWritten = Array.from({ length: config.vocabSize }, (_, id) => id).filter(
    (id) => !generated.flat().includes(id),
  );
  const options = { eosTokenIds: neverWritten.slice(0, 2), padTokenId: PADDING };
  return {
    files: exportHuggingFaceFolder(config, weights, options),
    message: { folder: name, prompts: { ...first, newTokens: NEW_TOKENS }, steps },
    generated,
    logits: texts.map((ids) => referenceLogits(config, weights, ids)),
  };
}

type Exercise = ReturnType<typeof exercise>;

/** A folder that holds the page, transformers.js, the ONNX runtime and the models. */
function website(exercises: readonly Exercise[]): string {
  const root = mkdtempSync(join(tmpdir(), "exported-models-"));
  const packages = fileURLToPath(new URL("../../node_modules/", import.meta.url));
  writeFileSync(join(root, "index.html"), "<!doctype html><title>Exported models</title>");
  copyFileSync(fileURLToPath(new URL("page/worker.js", import.meta.url)), join(root, "worker.js"));
  symlinkSync(
    join(packages, "@huggingface/transformers/dist/transformers.js"),
    join(root, "transformers.js"),
  );
  symlinkSync(join(packages, "onnxruntime-web/dist"), join(root, "runtime"));
  for (const { files, message } of exercises) {
    for (const [path, bytes] of Object.entries(files)) {
      const target = join(root, "models", message.folder, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, bytes);
    }
  }
  return root;
}

describe("stock transformers.js in a page's worker", () => {
  const exercises = Object.entries(MODELS).map(([name, config]) => exercise(name, config));
  let root: string;
  let server: Awaited<ReturnType<typeof serve>>;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    root = website(exercises);
    server = await serve({ root, port: 0 });
    browser = await launchChromium("software");
    page = await browser.newPage();
    await page.goto(server.origin);
  }, TIMEOUT);

  afterAll(async () => {
    await browser.close();
    await server.close();
    rmSync(root, { recursive: true });
  });

  /** Starts a worker that loads and runs all models. */
  async function run(device: string): Promise<{ answers?: Answer[]; error?: string }> {
    return page.evaluate(
      (message) =>
        new Promise((resolve, reject) => {
          const worker = new Worker("worker.js", { type: "module" });
          worker.onerror = (event) => reject(new Error(event.message || "The worker did not start."));
          worker.onmessage = (event) => {
            worker.terminate();
            resolve(event.data);
          };
          worker.postMessage(message);
        }),
      { device, exercises: exercises.map(({ message }) => message) },
    );
  }

  it.each([
    { device: "wasm", location: "cpu" },
    { device: "webgpu", location: "gpu-buffer" },
  ])(
    "loads exported folders on $device, generates and scores as the reference does",
    async ({ device, location }) => {
      const { answers, error } = await run(device);
      expect(error).toBeUndefined();
      expect(answers).toHaveLength(exercises.length);
      answers?.forEach((answer, model) => {
        const { generated, logits } = exercises[model] as Exercise;
        expect(answer.generated).toEqual(generated);
        expect(answer.location).toBe(location);
        logits.forEach((expected, text) => {
          const rows = answer.logits.flatMap((step) => step[text] ?? []).slice(-expected.length);
          expect(largestDifference(rows, expected)).toBeLessThan(1e-4);
        });
      });
    },
    TIMEOUT,
  );
});
