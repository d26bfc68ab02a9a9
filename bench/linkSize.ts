import { readdirSync, readFileSync } from "node:fs";
import { parseRecording, recordedPositions, recordingEvents } from "../src/core/compare/recording";
import { digestOf } from "../src/core/compare/digest";
import { writeLink } from "../src/core/config/link";
import { defaultSettings, type Settings } from "../src/core/config/settings";
import type { BenchRow } from "./row";

const RECORDINGS = new URL("../public/recordings/", import.meta.url);
const LONG_CHARACTERS = 2000;

/**
 * `link.size`: bytes of a link with its text and the digest of its result, against the same text percent-encoded as it
 * is. One row for each recorded comparison, opened as a text of one's own, and one for a solution of 2000 characters,
 * which is the recorded solutions one after the other.
 */
export async function benchLinkSize(): Promise<BenchRow[]> {
  const recordings = readdirSync(RECORDINGS)
    .filter((name) => name.endsWith(".json") && name !== "index.json" && name !== "study.json")
    .map((name) => parseRecording(JSON.parse(readFileSync(new URL(name, RECORDINGS), "utf8"))));
  const solutions: string[] = [];
  const rows = recordings.map((recording) => {
    const [start] = recordingEvents(recording);
    if (start?.type !== "compare-start") throw new Error("A recording begins with its start");
    const statistics = recordedPositions(recording).map((position) => position.statistics);
    const digest = digestOf({
      prompt: recording.prompt,
      solution: recording.solution,
      js: statistics.map(({ js }) => js),
      entropyA: statistics.map(({ entropyA }) => entropyA),
      entropyB: statistics.map(({ entropyB }) => entropyB),
      temperature: recording.request.temperature,
      a: start.a,
      b: start.b,
    });
    const { prompt, chat } = recording.request;
    const solution = start.solution.map(({ text }) => text).join("");
    solutions.push(solution);
    const settings: Settings = {
      ...defaultSettings(),
      prompt,
      chat,
      solution,
      solutionIds: recording.solution,
    };
    return row(recording.id, writeLink("compare", settings, digest), prompt, solution);
  });
  const solution = solutions.join("\n").repeat(LONG_CHARACTERS).slice(0, LONG_CHARACTERS);
  const prompt = recordings[0]?.request.prompt ?? "";
  const long: Settings = { ...defaultSettings(), prompt, solution };
  return [...rows, row(`${LONG_CHARACTERS}`, writeLink("compare", long), prompt, solution)];
}

/** All letters of a link are one byte long. */
function row(name: string, link: string, prompt: string, solution: string): BenchRow {
  const value = link.length;
  const plain = encodeURIComponent(prompt).length + encodeURIComponent(solution).length;
  return { id: `link.size.${name}`, value, unit: "bytes", baseline: plain, ratio: value / plain };
}
