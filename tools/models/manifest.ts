import { createHash } from "node:crypto";

/** Reference values of the self-check, in a model's folder. */
export const SELF_CHECK_FILE = "self-check.json";

/** One model of `public/models/manifest.json`; what the page needs to list, load and check it. */
export interface ManifestEntry {
  id: string;
  label: string;
  description: string;
  /** Beside the manifest. */
  folder: string;
  /** Of all `files` together: what a first visit downloads. */
  bytes: number;
  files: FileEntry[];
  /** Reference values that the page checks the loaded model against. */
  selfCheck?: FileEntry;
  parameters: number;
  made: { how: string; seed: number; steps: number; data: string };
}

/** A file of a model's folder, with what it must be. */
export interface FileEntry {
  path: string;
  bytes: number;
  sha256: string;
}

/** The files of a model's folder that a browser reads to load it; the others are for Python and for people. */
const BROWSER_FILES = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "onnx/model.onnx",
];

/** The entry of a model, sizes and checksums computed from its files (path in the folder → bytes). */
export function manifestEntry(
  about: Omit<ManifestEntry, "bytes" | "files" | "selfCheck">,
  contents: Readonly<Record<string, Uint8Array>>,
): ManifestEntry {
  const files = BROWSER_FILES.map((path) => {
    const bytes = contents[path];
    if (!bytes) throw new Error(`Model ${about.id} has no file ${path}.`);
    return fileEntry(path, bytes);
  });
  const selfCheck = contents[SELF_CHECK_FILE];
  return {
    ...about,
    bytes: files.reduce((total, file) => total + file.bytes, 0),
    files,
    ...(selfCheck ? { selfCheck: fileEntry(SELF_CHECK_FILE, selfCheck) } : {}),
  };
}

/** A file's entry, computed from its bytes. */
export function fileEntry(path: string, bytes: Uint8Array): FileEntry {
  return { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}
