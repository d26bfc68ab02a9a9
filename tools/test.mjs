// npm test: from a bare clone to a verdict. `npm test -- --all` goes on after a failure; `npm test -- lint unit` runs
// only the stages named, besides the installation.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { argv, execPath, versions } from "node:process";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { nodeVersionProblem } from "./node-version.mjs";
import { run } from "./run.mjs";
import { resultTable, tally, verdict } from "./test-report.mjs";

/** @typedef {import("./test-report.mjs").StageResult} StageResult */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const REPORTS = join(ROOT, ".cache", "test");

/**
 * Runs a tool of node_modules by its script, which needs no shell on any system.
 *
 * @param {string} script path below node_modules
 * @param {readonly string[]} words
 */
function tool(script, ...words) {
  const label = [basename(script).replace(/\.[cm]?js$/, ""), ...words].join(" ");
  return run(execPath, [join(ROOT, "node_modules", script), ...words], { cwd: ROOT }, label);
}

/**
 * Runs vitest's projects and reads its own count, also where tests failed.
 *
 * @param {string} name of the stage
 * @param {readonly string[]} projects
 */
async function vitest(name, ...projects) {
  const report = join(REPORTS, `${name}.json`);
  rmSync(report, { force: true });
  let failure;
  try {
    await tool(
      "vitest/vitest.mjs",
      "run",
      // A snapshot that is missing fails here instead of being written.
      "--update=none",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...projects.map((project) => `--project=${project}`),
    );
  } catch (error) {
    if (!existsSync(report)) throw error;
    failure = error;
  }
  const counts = tally(JSON.parse(readFileSync(report, "utf8")));
  return { counts, failure };
}

/** @type {Record<string, () => Promise<unknown>>} in the order they run */
const STAGES = {
  install: () => ensureInstalled(ROOT),
  browser: () =>
    run(execPath, ["--import", "tsx", join("tools", "install-browser.ts")], { cwd: ROOT }, "install-browser"),
  format: () => tool("prettier/bin/prettier.cjs", "--check", "."),
  lint: () => tool("eslint/bin/eslint.js", "."),
  types: async () => {
    await tool("typescript/bin/tsc", "-b");
    await tool("typescript/bin/tsc", "-p", "tests");
    await tool("svelte-check/bin/svelte-check", "--tsconfig", "src/ui/tsconfig.json", "--fail-on-warnings");
  },
  unit: () => vitest("unit", "unit", "ui"),
  build: () => ensureBuilt(ROOT),
  journeys: () => vitest("journeys", "browser"),
};

/**
 * @param {string} name
 * @returns {Promise<StageResult>}
 */
async function runStage(name) {
  console.log(`\n── ${name} ${"─".repeat(Math.max(0, 76 - name.length))}`);
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  try {
    const outcome = await STAGES[name]?.();
    if (typeof outcome === "string") return { name, status: "ok", seconds: seconds(), note: outcome };
    if (typeof outcome !== "object" || outcome === null) return { name, status: "ok", seconds: seconds() };
    const { counts, failure } = /** @type {Awaited<ReturnType<typeof vitest>>} */ (outcome);
    return { name, status: failure ? "failed" : "ok", seconds: seconds(), counts };
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    console.error(`\n${note}`);
    return { name, status: "failed", seconds: seconds(), note: note.split("\n")[0] };
  }
}

async function test() {
  const problem = nodeVersionProblem(versions.node);
  if (problem) throw new Error(problem);
  const words = argv.slice(2);
  const goOn = words.includes("--all");
  const named = words.filter((word) => word !== "--all");
  const unknown = named.filter((name) => !(name in STAGES));
  if (unknown.length > 0) {
    throw new Error(
      `There is no stage "${unknown.join('", "')}". The stages: ${Object.keys(STAGES).join(", ")}.`,
    );
  }

  mkdirSync(REPORTS, { recursive: true });
  /** @type {StageResult[]} */
  const results = [];
  for (const name of Object.keys(STAGES)) {
    const wanted = named.length === 0 || name === "install" || named.includes(name);
    const broken = results.some((result) => result.status === "failed");
    const pointless = results[0]?.status === "failed";
    if (!wanted || pointless || (broken && !goOn)) results.push({ name, status: "not run", seconds: 0 });
    else results.push(await runStage(name));
  }
  console.log(`\n${resultTable(results)}\n\n${verdict(results)}`);
  if (results.some((result) => result.status === "failed")) process.exitCode = 1;
}

test().catch((error) => {
  console.error(`\n${error.message}\n\n0 passed, 1 failed`);
  process.exitCode = 1;
});
