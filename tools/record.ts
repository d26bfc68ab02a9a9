import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { indexEntry } from "../src/core/compare/recording";
import { openRecorder } from "./record/recorder";
import { RECIPES } from "./record/recipes";

/** Makes public/recordings/ from the embedded models: one file a recipe, and the list of them. */

/** Made by tools/recordStudy.ts. */
const STUDY = "study.json";
const FOLDER = fileURLToPath(new URL("../public/recordings", import.meta.url));

mkdirSync(FOLDER, { recursive: true });
for (const name of readdirSync(FOLDER)) if (name !== STUDY) rmSync(join(FOLDER, name));
const recorder = await openRecorder();
try {
  for (const recipe of RECIPES) {
    const recording = await recorder.record(recipe);
    const contents = `${JSON.stringify(recording)}\n`;
    writeFileSync(join(FOLDER, `${recipe.id}.json`), contents);
    const looks = new Map(recording.tokens.map(({ id, text }) => [id, text]));
    const bytes = [contents.length, gzipSync(contents).length].map(
      (size) => `${(size / 1024).toFixed(1)} KiB`,
    );
    console.log(`${recipe.id}: ${recording.solution.length} tokens, ${bytes[0]}, ${bytes[1]} compressed`);
    console.log(`  ${recording.solution.map((id) => looks.get(id)).join("")}`);
    recording.solution.forEach((id, position) => {
      const js = recording.statistics.js[position] ?? 0;
      if (js > 0.01) console.log(`  ${position} ${JSON.stringify(looks.get(id))} JS ${js.toFixed(3)}`);
    });
  }
} finally {
  await recorder.close();
}
writeFileSync(join(FOLDER, "index.json"), `${JSON.stringify(RECIPES.map(indexEntry), null, 2)}\n`);
