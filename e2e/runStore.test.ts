import { afterAll, beforeAll, expect, test } from "vitest";
import type { QuestionResult, SampleRun } from "../src/core/experiment/sample/sampleRun";
import { openEnginePage, type EnginePage } from "./engineServer";

const QUESTION: QuestionResult = {
  index: 3,
  question: "How many?",
  prompt: "How many?",
  slices: {},
  answers: {
    a: [
      {
        ids: [1, 2],
        text: "2",
        end: "end-of-text",
        extracted: "2",
        rewards: [{ ok: true, value: 1 }],
        meanLogprob: -0.5,
        meanEntropy: 0.25,
      },
    ],
  },
};

const RUN: SampleRun = {
  id: "one",
  created: "2026-11-20T10:00:00.000Z",
  dataset: { id: "letters", question: "question", slices: [] },
  task: { template: { id: "plain" }, format: { id: "raw" }, rewards: [] },
  settings: {
    authors: ["a"],
    sampling: { temperature: 1, topK: 50, topP: 1, minP: 0 },
    samples: 1,
    seed: 7,
    maxNewTokens: 100,
    stopStrings: [],
    endRepetition: true,
    batch: 8,
    choice: { policy: "hysteresis", kind: "js", threshold: -1, switchBack: -1, start: "a", own: {} },
  },
  total: 1,
  questions: [],
};

let engine: EnginePage;
beforeAll(async () => {
  engine = await openEnginePage("none");
});
afterAll(() => engine.close());

test("a run that was kept is there after a reload, with every question that was finished", async () => {
  const { page } = engine;
  const kept = await page.evaluate(
    async ({ run, question }) => {
      const store = window.conformance.runStore();
      return [await store.begin(run), await store.put(run.id, [question])].map(({ ok }) => ok);
    },
    { run: RUN, question: QUESTION },
  );
  expect(kept).toEqual([true, true]);
  await page.reload();
  await page.waitForFunction(() => "conformance" in window);
  const found = await page.evaluate(async () => {
    const store = window.conformance.runStore();
    return { list: await store.list(), run: await store.open("one"), space: await store.space() };
  });
  expect(found.list).toMatchObject({ ok: true, value: [{ id: "one", answered: 1 }] });
  expect(found.run).toEqual({ ok: true, value: { ...RUN, questions: [QUESTION] } });
  expect(found.space?.quota).toBeGreaterThan(0);
});

test("a browser without room is a failure with the numbers, and what was kept stays", async () => {
  const fresh = await openEnginePage("none"); // the room is looked up at a database's first write, and remembered
  const { page } = fresh;
  const devtools = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1_000_000 });
  const found = await page.evaluate(
    async ({ run, question }) => {
      const store = window.conformance.runStore();
      await store.begin(run);
      await store.put(run.id, [question]);
      // Text that the database cannot make smaller.
      const bytes = crypto.getRandomValues(new Uint16Array(30_000));
      const long = {
        ...question,
        index: 4,
        question: String.fromCharCode(...bytes.map((one) => one % 0xd800)),
      };
      const many = Array.from({ length: 40 }, (_, index) => ({ ...long, index: 10 + index }));
      return { full: await store.put(run.id, many), run: await store.open(run.id) };
    },
    { run: RUN, question: QUESTION },
  );
  await fresh.close();
  expect(found.full).toMatchObject({ ok: false, failure: { code: "storage-full" } });
  expect(found.run).toMatchObject({ ok: true, value: { questions: [QUESTION] } });
});
