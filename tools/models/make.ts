import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { checkRecipe } from "./checkRecipe";
import { recipeFingerprint } from "./fingerprint";
import { publish } from "./publish";
import { openTrainingPage } from "./trainingPage";

/**
 * Makes the embedded pair from nothing: base, rl, measurements, files under `public/models/`. Interrupted, it goes on
 * where it was: trainings from a checkpoint a minute old at most, measurements model by model.
 *
 * `npm run models` does all stages, `npm run models -- base` (rl, measure) ends after that one.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, ".cache", "models");
const report = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

const STAGES = {
  base: (page: Page) => page.evaluate(() => window.stages.base()),
  rl: (page: Page) => page.evaluate(() => window.stages.rl()),
  measure: async (page: Page) => void (await measured(page)),
  publish: async (page: Page) => {
    const entries = publish(join(root, "public", "models"), join(cache, "checkpoints"), await measured(page));
    for (const { id, bytes } of entries) report(`public/models/${id}: ${bytes} bytes for a browser`);
  },
};

async function measured(page: Page) {
  return {
    base: await once("measured-base", () => page.evaluate(() => window.stages.measure("base"))),
    rl: await once("measured-rl", () => page.evaluate(() => window.stages.measure("rl"))),
    divergence: await once("measured-divergence", () => page.evaluate(() => window.stages.divergence())),
  };
}

/** What an earlier run measured, or what `measure` measures now; kept in the cache. */
async function once<T>(name: string, measure: () => Promise<T>): Promise<T> {
  const path = join(cache, `${name}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as T;
  const result = await measure();
  writeFileSync(path, JSON.stringify(result));
  return result;
}

const last = process.argv[2] ?? "publish";
if (!(last in STAGES)) {
  throw new Error(`There is no stage ${last}; there are ${Object.keys(STAGES).join(", ")}.`);
}
checkRecipe(cache, recipeFingerprint());
const { page, close } = await openTrainingPage(root, cache, report);
try {
  for (const [name, run] of Object.entries(STAGES)) {
    await run(page);
    if (name === last) break;
  }
} finally {
  await close();
}
