import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { STATISTICS } from "../src/core/compare/block";
import { indexEntry, parseRecording, recordingIndex, type Recording } from "../src/core/compare/recording";
import { openRecorder, type Recorder } from "../tools/record/recorder";
import { RECIPES } from "../tools/record/recipes";

/** How far a number may be from the recorded one: rounding is 5e-6, the rest is for other processors' float32. */
const TOLERANCE = 1e-3;
const MAX_COMPRESSED_BYTES = 60 * 1024;

function readText(name: string): string {
  return readFileSync(new URL(`../public/recordings/${name}`, import.meta.url), "utf8");
}

const index = recordingIndex.parse(JSON.parse(readText("index.json")));

describe("the recordings that ship with the page", () => {
  let recorder: Recorder;
  beforeAll(async () => {
    recorder = await openRecorder();
  });
  afterAll(() => recorder.close());

  test("are those of the recipes, in their order", () => {
    expect(index).toEqual(RECIPES.map(indexEntry));
  });

  test.each(index.map(({ id }) => id))("%s says what the models say today", async (id) => {
    const text = readText(`${id}.json`);
    const recorded = parseRecording(JSON.parse(text));
    const recipe = RECIPES.find((candidate) => candidate.id === id);
    if (!recipe) throw new Error(`no recipe has the id ${id}`);
    const today = await recorder.record(recipe);

    const facts = ({
      title,
      description,
      annotations,
      request,
      answer,
      written,
      rendered,
      prompt,
      solution,
    }: Recording) => {
      return { title, description, annotations, request, answer, written, rendered, prompt, solution };
    };
    expect(facts(recorded)).toEqual(facts(today));
    expect([recorded.a.revision, recorded.b.revision]).toEqual([today.a.revision, today.b.revision]);
    for (const name of STATISTICS) {
      recorded.statistics[name].forEach((value, position) => {
        const now = today.statistics[name][position];
        const apart = value === now ? 0 : Math.abs((value ?? NaN) - (now ?? NaN));
        expect(apart, `${name} at token ${position}: recorded ${value}, today ${now}`).toBeLessThanOrEqual(
          TOLERANCE,
        );
      });
    }
    expect(gzipSync(text).length).toBeLessThanOrEqual(MAX_COMPRESSED_BYTES);
    expect(recorded.annotations.every(({ position }) => position < recorded.solution.length)).toBe(true);
  });
});
