// Builds the page when it is older than what it is made of. Plain JavaScript: the build tool comes from node_modules.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";

/** Files and folders the built page is made of. */
const SOURCES = [
  "index.html",
  "gallery.html",
  "package-lock.json",
  "svelte.config.js",
  "vite.config.ts",
  "public",
  "src",
  "tools/headers.mjs",
  "tools/vite",
  "workers",
];

/**
 * The newest change below a file or folder, in ms since 1970; 0 where it does not exist. Folders count too: they change
 * when something is taken away.
 *
 * @param {string} path
 * @returns {number}
 */
export function newestChange(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestChange(join(path, name))),
    stats.mtimeMs,
  );
}

/**
 * Whether `dist` is older than any of its sources, or absent.
 *
 * @param {string} root the repository
 */
export function needsBuild(root) {
  const built = newestChange(join(root, "dist", "index.html"));
  return SOURCES.some((source) => newestChange(join(root, source)) > built);
}

/**
 * Builds if needed; fails with what to do where the build fails.
 *
 * @param {string} root the repository
 */
export async function ensureBuilt(root) {
  if (!needsBuild(root)) return "up to date";
  await run(
    process.execPath,
    [join(root, "node_modules", "vite", "bin", "vite.js"), "build"],
    // A test runner's own NODE_ENV would make it a build for development.
    { cwd: root, env: { ...process.env, NODE_ENV: "production" } },
    "vite build",
  );
  return "built";
}
