import { createHash } from "node:crypto";

/** One model of `public/models/manifest.json`; what the page needs to list, load and check it. */
export interface ManifestEntry {
  id: string;
  label: string;
  description: string;
  /** Beside the manifest. */
  folder: string;
  /** Of all `files` together: what a first visit downloads. */
  bytes: number;
  files: { path: string; bytes: number; sha256: string }[];
  parameters: number;
  made: { how: string; seed: number; steps: number; data: string };
}

/** The files of a model's folder that a browser reads; the others are for Python and for people. */
const BROWSER_FILES = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "onnx/model.onnx",
];

/** The entry of a model, sizes and checksums computed from its files (path in the folder → bytes). */
export function manifestEntry(
  about: Omit<ManifestEntry, "bytes" | "files">,
  contents: Readonly<Record<string, Uint8Array>>,
): ManifestEntry {
  const files = BROWSER_FILES.map((path) => {
    const bytes = contents[path];
    if (!bytes) throw new Error(`Model ${about.id} has no file ${path}.`);
    return { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  });
  return { ...about, bytes: files.reduce((total, file) => total + file.bytes, 0), files };
}
