import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readCheckpoint } from "../../src/training/checkpoint";
import { exportHuggingFaceFolder } from "../../src/training/export/folder";
import { parameterCount } from "../../src/training/llama-config";
import { modelCard, type CardFacts, type ModelName } from "./card";
import { manifestEntry, SELF_CHECK_FILE, type ManifestEntry } from "./manifest";
import type { DivergenceResult } from "./page/measureDivergence";
import type { FamilyResult } from "./page/measureFamily";
import { BASE, CONFIG, END_ID, PAD_ID, RL, SEED } from "./recipe";
import { selfCheckReference } from "./selfCheckReference";
import { makeTokenizer } from "./tokenizer/make";

/** What was measured of both models. */
export interface Measured extends Record<ModelName, FamilyResult[]> {
  /** Between them, on what rl writes. */
  divergence: DivergenceResult;
}

const ABOUT: Record<ModelName, { label: string; description: string; data: string; method: string }> = {
  base: {
    label: "Base",
    description: "Learned from examples in several styles, many of them wrong.",
    data: "Questions from seeded generators with solutions in three styles, many of them wrong: spelled-out steps, sloppy steps, bare guesses.",
    method: `Supervised fine-tuning from random weights: AdamW, cosine schedule with peak ${BASE.schedule.peak}, batches of ${BASE.rows} × ${BASE.rowLength} tokens, loss on the solutions only.`,
  },
  rl: {
    label: "RL",
    description: "The base model after reinforcement learning with a verifiable reward.",
    data: "Questions from the same generators, without solutions; reward 1 for the right number in the box, else 0.",
    method: `GRPO from the base model: ${RL.prompts} questions × ${RL.groupSize} answers a step at temperature ${RL.sampling.temperature}, AdamW with peak ${RL.schedule.peak}, KL penalty ${RL.klWeight} (k3) towards base.`,
  },
};

/**
 * Writes both models to `target`, each a folder in Hugging Face layout with its card, and `manifest.json` beside them.
 * @param checkpoints folder of `base.safetensors` and `rl.safetensors`
 */
export function publish(target: string, checkpoints: string, measured: Measured): ManifestEntry[] {
  const entries = (["base", "rl"] as const).map((name) => {
    const { header, weights } = readCheckpoint(readFileSync(join(checkpoints, `${name}.safetensors`)));
    const files: Record<string, Uint8Array> = {
      ...exportHuggingFaceFolder(CONFIG, weights, { eosTokenIds: [END_ID], padTokenId: PAD_ID }),
      ...tokenizerFiles(),
      [SELF_CHECK_FILE]: bytes(`${JSON.stringify(selfCheckReference(CONFIG, weights, SEED))}\n`),
    };
    const facts: CardFacts = {
      name,
      parameters: parameterCount(CONFIG),
      layers: CONFIG.layers,
      hiddenSize: CONFIG.hiddenSize,
      heads: CONFIG.heads,
      vocabSize: CONFIG.vocabSize,
      onnxBytes: files["onnx/model.onnx"]!.length,
      seed: SEED,
      steps: header.step,
      ...ABOUT[name],
      results: measured[name],
      divergence: measured.divergence,
    };
    files["README.md"] = bytes(modelCard(facts));
    const folder = join(target, name);
    rmSync(folder, { recursive: true, force: true });
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const { label, description, data, method } = ABOUT[name];
    return manifestEntry(
      {
        id: name,
        label,
        description,
        folder: name,
        parameters: facts.parameters,
        made: { how: method, seed: SEED, steps: header.step, data },
      },
      files,
    );
  });
  writeFileSync(join(target, "manifest.json"), `${JSON.stringify(entries, undefined, 2)}\n`);
  return entries;
}

function tokenizerFiles(): Record<string, Uint8Array> {
  const { tokenizerJson, tokenizerConfig, specialTokensMap, chatTemplate } = makeTokenizer(SEED);
  return {
    "tokenizer.json": json(tokenizerJson),
    "tokenizer_config.json": json(tokenizerConfig),
    "special_tokens_map.json": json(specialTokensMap),
    "chat_template.jinja": bytes(chatTemplate),
  };
}

function json(value: unknown): Uint8Array {
  return bytes(`${JSON.stringify(value, undefined, 2)}\n`);
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
