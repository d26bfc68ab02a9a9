import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

export interface FileSize {
  /** Path within the built folder, with forward slashes. */
  path: string;
  /** Bytes on disk. */
  raw: number;
  /** Bytes after gzip at its default level, as most static hosts send them. */
  gzip: number;
}

/** Sizes of all files below a folder, in path order. */
export function fileSizes(folder: string): FileSize[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const bytes = readFileSync(file);
      const path = relative(folder, file).split(sep).join("/");
      return { path, raw: bytes.length, gzip: gzipSync(bytes).length };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What a file is for, judged by what `index.html` asks for at once and by its ending. */
function group(path: string, indexHtml: string): string {
  if (path === "index.html" || indexHtml.includes(path)) return "first view";
  if (path.includes("ort-wasm")) return "ONNX runtime";
  if (/\.(js|css|html|wasm)$/.test(path)) return "on demand";
  if (/\.woff2?$/.test(path)) return "fonts";
  return "data";
}

/**
 * The sizes as a table, one line per file and one per group, in kB (1000 bytes).
 * Of the groups "fonts" and "data" only the sum is shown.
 */
export function sizeTable(files: readonly FileSize[], indexHtml: string): string {
  const line = (name: string, raw: number, gzip: number): string =>
    `${name.padEnd(60)}${kilobytes(raw).padStart(12)}${kilobytes(gzip).padStart(12)}`;
  const lines = [`${"".padEnd(60)}${"raw kB".padStart(12)}${"gzip kB".padStart(12)}`];
  for (const name of ["first view", "on demand", "ONNX runtime", "fonts", "data"]) {
    const members = files.filter((file) => group(file.path, indexHtml) === name);
    if (members.length === 0) continue;
    lines.push(line(`${name} (${members.length})`, sum(members, "raw"), sum(members, "gzip")));
    if (name === "fonts" || name === "data") continue;
    const largestFirst = [...members].sort((a, b) => b.raw - a.raw);
    lines.push(...largestFirst.map((file) => line(`  ${file.path}`, file.raw, file.gzip)));
  }
  lines.push(line(`all (${files.length})`, sum(files, "raw"), sum(files, "gzip")));
  return lines.join("\n");
}

function sum(files: readonly FileSize[], key: "raw" | "gzip"): number {
  return files.reduce((total, file) => total + file[key], 0);
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}

/** Prints the size table after a build. */
export function bundleSizes(): Plugin {
  let outDir = "";
  return {
    name: "bundle-sizes",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    writeBundle: {
      order: "post",
      handler() {
        const indexHtml = readFileSync(join(outDir, "index.html"), "utf8");
        console.log(`\n${sizeTable(fileSizes(outDir), indexHtml)}\n`);
      },
    },
  };
}
