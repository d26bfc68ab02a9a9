import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { studyPoints } from "../src/core/study/points";
import { readStudy, studyJson } from "../src/core/study/studyFile";
import { studyModel, withEvent, type Study } from "../src/core/study/study";
import { openRecorder } from "./record/recorder";
import { STUDY_RECIPE } from "./record/studyRecipe";

/**
 * Makes public/recordings/study.json from the embedded models. Every finished problem is written into a file in .cache,
 * and a call after one that was ended goes on from there.
 */

const FILE = fileURLToPath(new URL("../public/recordings/study.json", import.meta.url));
const PART = fileURLToPath(new URL("../.cache/study.json", import.meta.url));

let study = begun();
mkdirSync(dirname(PART), { recursive: true });
const recorder = await openRecorder();
const from = study?.results.length ?? 0;
const began = performance.now();
try {
  await recorder.study({ ...STUDY_RECIPE.settings, problems: STUDY_RECIPE.problems, from }, (event) => {
    if (event.type === "study-start") {
      study ??= { ...STUDY_RECIPE, a: studyModel(event.a), b: studyModel(event.b), results: [] };
    }
    if (event.type === "study-skipped") throw new Error(event.failure.message);
    if (event.type !== "study-problem" || !study) return;
    study = withEvent(study, event);
    writeFileSync(PART, studyJson(study));
    if (study.results.length % 20 === 0) {
      const each = (performance.now() - began) / (study.results.length - from);
      console.log(`${study.results.length} problems, ${(each / 1000).toFixed(2)} s each`);
    }
  });
} finally {
  await recorder.close();
}
renameSync(PART, FILE);
for (const { arm, share, reward, low, high } of studyPoints(
  study?.results.map(({ outcomes }) => outcomes) ?? [],
  1,
)) {
  const name = "sweep" in arm ? `${arm.series} ${arm.sweep}` : arm.series;
  const [percent, mean, ...ends] = [100 * share, reward, low, high].map((value) => value.toFixed(3));
  console.log(`${name}: ${percent} % from B, reward ${mean} (${ends.join(" to ")})`);
}

/** What an ended call left of the same recipe. */
function begun(): Study | undefined {
  if (!existsSync(PART)) return undefined;
  const left = readStudy(readFileSync(PART, "utf8"));
  const { settings, problems } = left;
  return isDeepStrictEqual({ settings, problems }, STUDY_RECIPE) ? left : undefined;
}
