import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { exportHuggingFaceFolder } from "../src/training/export/folder";
import { randomWeights } from "../src/training/export/randomWeights";
import { RANDOM_CONFIG } from "../tests/conformance/randomFolder";
import { manifestEntry, type ManifestEntry } from "../tools/models/manifest";
import { makeTokenizer } from "../tools/models/tokenizer/make";
import { DIST, serve } from "../tools/serve.mjs";

/** Files of a model's folder by path. */
export type ModelFolder = Readonly<Record<string, Uint8Array>>;

/**
 * The built page with other models beside those it ships, or in their place: listed in the manifest, with the checksums
 * of the files that are really there.
 */
export async function serveWithModels(
  models: Readonly<Record<string, ModelFolder>>,
  dist = DIST,
): Promise<{ origin: string; close: () => Promise<void> }> {
  const root = mkdtempSync(join(tmpdir(), "rl-on-off-models-"));
  for (const name of readdirSync(dist))
    if (name !== "models") symlinkSync(join(dist, name), join(root, name));
  cpSync(join(dist, "models"), join(root, "models"), { recursive: true });
  const path = join(root, "models/manifest.json");
  const entries = new Map(
    (JSON.parse(readFileSync(path, "utf8")) as ManifestEntry[]).map((entry) => [entry.id, entry]),
  );
  for (const [id, files] of Object.entries(models)) {
    for (const [file, bytes] of Object.entries(files)) {
      const target = join(root, "models", id, file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, bytes);
    }
    const before = entries.get(id);
    entries.set(id, before ? relisted(before, files) : manifestEntry(about(id), files));
  }
  writeFileSync(path, JSON.stringify([...entries.values()]));
  const { origin, close } = await serve({ root, port: 0 });
  return {
    origin,
    close: async () => {
      await close();
      rmSync(root, { recursive: true });
    },
  };
}

/** A shipped model's graph with one number among half a million changed by a factor of 256. */
export function damagedGraph(id: "base" | "rl"): Uint8Array {
  const graph = Uint8Array.from(readFileSync(join(DIST, "models", id, "onnx/model.onnx")));
  const view = new DataView(graph.buffer);
  // The fourth exponent bit of a float32 in the middle of the weights, which lie on multiples of four.
  const at = 4 * Math.floor(graph.length / 8) + 3;
  view.setUint8(at, view.getUint8(at) ^ 0x04);
  return graph;
}

/** A tiny model with random weights whose tokens are single bytes. */
export function byteModel(): ModelFolder {
  const made = makeTokenizer(1);
  const { tokenizerJson } = made as { tokenizerJson: { model: { vocab: Record<string, number> } } };
  const specials = 4;
  const vocabulary = Object.entries(tokenizerJson.model.vocab).filter(([, id]) => id < specials + 256);
  const config = { ...RANDOM_CONFIG, vocabSize: vocabulary.length, contextLength: 2048 };
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  return {
    ...exportHuggingFaceFolder(config, randomWeights(config, 5), { eosTokenIds: [3], padTokenId: 0 }),
    "tokenizer.json": json({
      ...tokenizerJson,
      model: { ...tokenizerJson.model, vocab: Object.fromEntries(vocabulary), merges: [] },
    }),
    "tokenizer_config.json": json(made.tokenizerConfig),
  };
}

function about(id: string): Omit<ManifestEntry, "bytes" | "files" | "selfCheck"> {
  return {
    id,
    label: id,
    description: "Made for a test.",
    folder: id,
    parameters: 1,
    made: { how: "random weights", seed: 5, steps: 0, data: "none" },
  };
}

/** An entry whose checksums are those of the files that took the place of the listed ones. */
function relisted(entry: ManifestEntry, files: ModelFolder): ManifestEntry {
  return {
    ...entry,
    files: entry.files.map((file) => {
      const bytes = files[file.path];
      if (!bytes) return file;
      return { ...file, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
    }),
  };
}
