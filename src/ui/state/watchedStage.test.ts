import { expect, test } from "vitest";
import { defaultSettings } from "../../core/config/settings";
import { ACTIONS } from "../../core/lesson/actions";
import type { LessonStage } from "../../core/lesson/stage";
import { readWord } from "../../core/lesson/vocabulary";
import type { Place } from "../tour/places";
import { watchedStage } from "./watchedStage";

const stage: LessonStage = {
  set: () => undefined,
  openExample: async () => undefined,
  choose: () => undefined,
  pin: () => undefined,
  type: () => undefined,
  compare: async () => undefined,
  write: async () => undefined,
  force: async () => undefined,
  turn: async () => undefined,
  switch: async () => undefined,
  choosePoint: async () => undefined,
};

async function placesOf(line: string, chosen = -1): Promise<Place[]> {
  const places: Place[] = [];
  const read = readWord(ACTIONS, line);
  if (!read.ok) throw new Error(line);
  const now = {
    settings: { ...defaultSettings(), chosen },
    ready: { a: true, b: true },
    numbers: "none",
    writtenBy: undefined,
    versions: 1,
    mostDifferent: undefined,
    right: undefined,
    view: "compare",
    switched: undefined,
    pointChosen: false,
  } as const;
  await read.value(watchedStage(stage, now, (place) => places.push(place)));
  return places;
}

test("every word that a lesson can use tells where on the page it acts", async () => {
  for (const [word, { usage }] of Object.entries(ACTIONS)) {
    for (const line of usage) expect(await placesOf(line, 3), word).not.toEqual([]);
  }
});

test("settings are seen at their controls, writing and comparing in the text, a token at its place", async () => {
  expect(await placesOf("set th=0.001")).toEqual(["threshold"]);
  expect(await placesOf("set seed=2")).toEqual(["write"]);
  expect(await placesOf("write a")).toEqual(["text"]);
  expect(await placesOf("token 7", 6)).toEqual([{ token: 6 }]);
  expect(await placesOf("force 15 b")).toEqual([{ token: 14 }]);
});

test("switching is seen at the answers, its thresholds at their lines, its policy in the bar", async () => {
  expect(await placesOf("view switch")).toEqual(["answers"]);
  expect(await placesOf("view compare")).toEqual(["text"]);
  expect(await placesOf("switch")).toEqual(["answers"]);
  expect(await placesOf("set sth=0.2")).toEqual(["curve"]);
  expect(await placesOf("set p=always")).toEqual(["policy"]);
  expect(await placesOf("study")).toEqual(["figure"]);
});

test("a token that could not be chosen leads nowhere", async () => {
  expect(await placesOf("token 7")).toEqual([]);
});
