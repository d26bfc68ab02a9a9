import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";

/** The service worker among the built files. */
export const SERVICE_WORKER = "isolation.js";

/** The line of the service worker that the build writes. */
const LIST = /^const BUILD = .*;$/m;

/** Files that the page never reads: the gallery, weights for training, cards; and the service worker itself. */
const NEVER = [
  /^gallery\.html$/,
  /^assets\/gallery-/,
  /\.(safetensors|map)$/,
  /(^|\/)README\.md$/,
  new RegExp(`^${SERVICE_WORKER.replace(".", "\\.")}$`),
];

/**
 * The runtime for WebGPU, 27 MB, which the embedded pair does not need; the algebra library of the math reward, 3.4 MB in
 * the page's bundle and again in the worker's, of which the page's is never asked for.
 */
const WHEN_USED = [/^assets\/ort-.*\.asyncify-/, /^assets\/compute-engine-/];

/** What a service worker keeps: SHA-256 in hexadecimal by path. */
export interface KeptBuild {
  /** Changes exactly if one of the files does. */
  id: string;
  /** Kept on the first visit. */
  files: Record<string, string>;
  /** Kept once it was used. */
  whenUsed: Record<string, string>;
}

/** What of a built page is kept. */
export function keptBuild(folder: string): KeptBuild {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !NEVER.some((pattern) => pattern.test(path)))
    .sort();
  const hashes = (wanted: readonly string[]): Record<string, string> =>
    Object.fromEntries(wanted.map((path) => [path, sha256(readFileSync(join(folder, path)))]));
  const later = (path: string): boolean => WHEN_USED.some((pattern) => pattern.test(path));
  const files = hashes(paths.filter((path) => !later(path)));
  const whenUsed = hashes(paths.filter(later));
  return { id: sha256(JSON.stringify([files, whenUsed])).slice(0, 16), files, whenUsed };
}

/** Writes the list of the files of a built page into its service worker. */
export function listKeptFiles(folder: string): void {
  const path = join(folder, SERVICE_WORKER);
  const worker = readFileSync(path, "utf8");
  if (!LIST.test(worker)) throw new Error(`${SERVICE_WORKER} has no line that begins with "const BUILD ="`);
  writeFileSync(
    path,
    worker.replace(LIST, () => `const BUILD = ${JSON.stringify(keptBuild(folder))};`),
  );
}

/** Tells the built service worker which files make up this build, so that it can serve them without a network. */
export function offline(): Plugin {
  let outDir = "";
  return {
    name: "offline",
    apply: "build",
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    writeBundle: { order: "post", sequential: true, handler: () => listKeptFiles(outDir) },
  };
}

function sha256(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}
