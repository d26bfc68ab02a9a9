import { expect, test } from "vitest";
import { toRecording } from "../../core/compare/recording";
import type { CompareEvent } from "../../core/compare/events";
import { FakeLab } from "../testing/fakeLab";
import { RecordingsState, shelfOf, textOf } from "./recordings.svelte";

const request = { prompt: "ab", chat: true, temperature: 1, k: 3 };
const events: CompareEvent[] = [];
const lab = new FakeLab({ pieces: [..."abcdef"] });
for await (const event of lab.compare({ ...request, solution: { text: "fed" } })) events.push(event);
const recording = toRecording(
  { id: "x", title: "X", description: "", annotations: [{ position: 0, text: "First." }], request },
  events,
);

test("a recording is opened as the run it was", async () => {
  const shelf = shelfOf({
    list: async () => ({ ok: true, value: [recording] }),
    open: async () => ({ ok: true, value: recording }),
  });
  const opened = await new RecordingsState(shelf).open("x");
  expect(opened).toMatchObject({ ...request, annotations: [{ position: 0, text: "First." }] });
  const text = textOf(opened!);
  expect(text.solution.map((token) => token.text)).toEqual(["f", "e", "d"]);
  expect(text.complete).toBe(true);
});

test("each is fetched once, and one that failed is tried again", async () => {
  let fetches = 0;
  let failing = true;
  const recordings = new RecordingsState(
    shelfOf({
      list: async () => ({ ok: true, value: [] }),
      open: async () => {
        fetches++;
        return failing
          ? { ok: false, failure: { code: "network", message: "No answer." } }
          : { ok: true, value: recording };
      },
    }),
  );
  expect(await recordings.open("x")).toBeUndefined();
  expect(recordings.failure?.message).toBe("No answer.");
  failing = false;
  await recordings.open("x");
  await recordings.open("x");
  expect([fetches, recordings.failure]).toEqual([2, undefined]);
});

test("right answers are known by prompt, from the list and from what was opened", async () => {
  const recordings = new RecordingsState(
    shelfOf({
      list: async () => ({
        ok: true,
        value: [{ id: "y", title: "Y", description: "", problem: { prompt: "cd", answer: "4" } }],
      }),
      open: async () => ({ ok: true, value: { ...recording, answer: "3" } }),
    }),
  );
  expect(recordings.answerTo("cd")).toBeUndefined();
  await recordings.list();
  expect([recordings.answerTo("cd"), recordings.answerTo("ab")]).toEqual(["4", undefined]);
  await recordings.open("x");
  expect([recordings.answerTo("cd"), recordings.answerTo("ab")]).toEqual(["4", "3"]);
});

test("events that are no finished comparison are a bug", () => {
  const opened = { ...request, annotations: [], events: events.slice(0, 1) };
  expect(() => textOf(opened)).toThrow("not a finished comparison");
});
