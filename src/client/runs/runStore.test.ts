import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { openDB } from "idb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Outcome } from "../../core/errors";
import type { Answer, QuestionResult, SampleRun } from "../../core/experiment/sample/sampleRun";
import { DEFAULT_TASK, readTask } from "../../core/tasks/taskShape";
import { valueOf } from "../outcome";
import { RunStore } from "./runStore";

const answer = (text: string): Answer => ({
  ids: [1, 2, 3],
  text,
  end: "end-of-text",
  extracted: null,
  rewards: [
    { ok: true, value: 0.5, details: { matched: 3, by: "number" } },
    { ok: false, why: "error", detail: "x is not defined", at: { line: 2, column: 7 } },
  ],
  meanLogprob: -0.25,
  meanEntropy: 1.5,
  meanJs: 0.01,
  fromB: 2,
});

const question = (index: number, text = "yes"): QuestionResult => ({
  index,
  question: `question ${index}`,
  prompt: `<|user|>question ${index}<|end|>`,
  reference: "42",
  slices: { level: "hard" },
  answers: { a: [answer(text), answer("")], switched: [answer("no")] },
});

const info = {
  id: "base",
  dtype: "fp32",
  device: "wasm" as const,
  vocabSize: 512,
  logitsWidth: 512,
  contextLength: 256,
  tokenizer: "abc",
  chat: true,
  endOfText: [0],
};

const run = (id: string, created: string): SampleRun => ({
  id,
  created,
  a: info,
  dataset: { id: "letters", question: "question", reference: "answer", slices: ["level"] },
  task: readTask(DEFAULT_TASK).task,
  settings: {
    authors: ["a", "switched"],
    sampling: { temperature: 1, topK: 50, topP: 1, minP: 0 },
    samples: 2,
    seed: 7,
    maxNewTokens: 100,
    stopStrings: ["\n\n"],
    endRepetition: true,
    batch: 8,
    choice: { policy: "hysteresis", kind: "js", threshold: -1, switchBack: -1, start: "a", own: {} },
  },
  total: 3,
  questions: [],
  asked: [
    { row: { index: 0, line: 4, fields: { q: { deep: [1] } } }, question: "q", prompt: "p", chat: true },
  ],
});

const FIRST = run("one", "2026-11-20T10:00:00.000Z");
const SECOND = run("two", "2026-11-21T10:00:00.000Z");

function failureOf(outcome: Outcome<unknown>) {
  if (outcome.ok) throw new Error("expected a failure");
  return outcome.failure;
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("runs that are kept", () => {
  test("come back as they were, question by question, after a reload", async () => {
    const store = new RunStore();
    valueOf(await store.begin(FIRST));
    valueOf(await store.put("one", [question(5)]));
    valueOf(await store.put("one", [question(2), question(70_000)]));
    const reloaded = new RunStore();
    expect(valueOf(await reloaded.open("one"))).toEqual({
      ...FIRST,
      questions: [question(2), question(5), question(70_000)],
    });
  });

  test("are listed newest first, with how far they came, without reading their questions", async () => {
    const store = new RunStore();
    valueOf(await store.begin(FIRST));
    valueOf(await store.begin({ ...SECOND, questions: [question(0), question(1)] }));
    const list = valueOf(await store.list());
    expect(list.map(({ id, answered }) => [id, answered])).toEqual([
      ["two", 2],
      ["one", 0],
    ]);
    expect(list[0]).not.toHaveProperty("asked");
  });

  test("a question that is put again takes the place of the one before", async () => {
    const store = new RunStore();
    valueOf(await store.begin(FIRST));
    valueOf(await store.put("one", [question(5, "old")]));
    valueOf(await store.put("one", [question(5, "new")]));
    expect(valueOf(await store.open("one")).questions).toEqual([question(5, "new")]);
  });

  test("a run that begins under an id takes the place of what was there", async () => {
    const store = new RunStore();
    valueOf(await store.begin({ ...FIRST, questions: [question(1), question(2)] }));
    const { asked: _, ...bare } = FIRST;
    valueOf(await store.begin({ ...bare, questions: [question(3)] }));
    expect(valueOf(await store.open("one"))).toEqual({ ...bare, questions: [question(3)] });
  });

  test("a deleted run is gone with its questions, and nothing is put to it", async () => {
    const store = new RunStore();
    valueOf(await store.begin({ ...FIRST, questions: [question(1)] }));
    valueOf(await store.begin({ ...SECOND, questions: [question(1)] }));
    valueOf(await store.delete("one"));
    valueOf(await store.delete("one"));
    expect(failureOf(await store.open("one"))).toMatchObject({ code: "not-kept" });
    expect(failureOf(await store.put("one", [question(2)]))).toMatchObject({ code: "not-kept" });
    expect(valueOf(await store.open("two")).questions.length).toBe(1);
    const database = await openDB("rl-on-off-runs");
    expect(await database.getAllKeys("questions")).toEqual([["two", 1]]);
    database.close();
  });
});

describe("what cannot be trusted", () => {
  test("records that are none, or of another version, are passed over; the rest is read", async () => {
    const store = new RunStore();
    valueOf(await store.begin(FIRST));
    valueOf(await store.put("one", [question(1), question(2)]));
    const database = await openDB("rl-on-off-runs");
    const { questions: _, asked: __, ...header } = SECOND;
    const hostile: [string, unknown][] = [
      ["null", null],
      ["text", "<img src=x onerror=alert(1)>"],
      ["no-settings", { ...header, settings: undefined }],
      ["no-author", { ...header, settings: { ...header.settings, authors: ["eve"] } }],
      ["old", { ...header, task: { template: { id: "gone" } } }],
      ["created", { ...header, created: "yesterday" }],
      ["id", { ...header, id: { toString: "x" } }],
    ];
    for (const [id, value] of hostile) await database.put("headers", value, id);
    for (const [index, value] of [
      null,
      { ...question(3), answers: { a: "many" } },
      { ...question(4), answers: { a: [{ ...answer("x"), meanLogprob: "much" }] } },
      { ...question(5), slices: { level: 3 } },
      { ...question(6), answers: { eve: [] } },
    ].entries())
      await database.put("questions", value, ["one", 10 + index]);
    await database.put("asked", [{ row: 1 }], "one");
    database.close();
    expect(valueOf(await store.list()).map(({ id }) => id)).toEqual(["one"]);
    const { asked: ___, ...without } = FIRST;
    expect(valueOf(await store.open("one"))).toEqual({ ...without, questions: [question(1), question(2)] });
    for (const [id] of hostile) expect(failureOf(await store.open(id))).toMatchObject({ code: "not-kept" });
  });
});

describe("a browser that keeps nothing more", () => {
  test("a full disk is a failure with the numbers, nothing half stands, and reading goes on", async () => {
    const store = new RunStore(async () => ({ usage: 48_000_000, quota: 50_000_000 }));
    valueOf(await store.begin({ ...FIRST, questions: [question(1)] }));
    const { put } = IDBObjectStore.prototype;
    let puts = 0;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
      this: IDBObjectStore,
      ...given: Parameters<typeof put>
    ) {
      if (++puts === 2) throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      return put.apply(this, given);
    });
    const failure = failureOf(await store.put("one", [question(2), question(3)]));
    expect(failure).toMatchObject({ code: "storage-full", detail: "The quota has been exceeded." });
    expect(failure.message).toContain("48 MB of 50 MB");
    vi.restoreAllMocks();
    expect(valueOf(await store.open("one")).questions).toEqual([question(1)]);
    valueOf(await store.put("one", [question(2)]));
  });

  test("one that has no database says so, as a value", async () => {
    Reflect.deleteProperty(globalThis, "indexedDB");
    const store = new RunStore(async () => undefined);
    for (const outcome of [await store.list(), await store.begin(FIRST), await store.put("one", [])])
      expect(failureOf(outcome)).toMatchObject({ code: "storage-full" });
    expect(await store.space()).toBeUndefined();
  });

  test("one that refuses says so, and is asked again the next time", async () => {
    const store = new RunStore(async () => undefined);
    vi.spyOn(indexedDB, "open").mockImplementationOnce(() => {
      throw new DOMException("denied", "SecurityError");
    });
    expect(failureOf(await store.list()).message).toContain("SecurityError");
    expect(valueOf(await store.list())).toEqual([]);
  });
});

test("another page's newer database is not held up, and the store goes on after it", async () => {
  const store = new RunStore();
  valueOf(await store.begin(FIRST));
  const newer = await openDB("rl-on-off-runs", 2);
  newer.close();
  expect(failureOf(await store.list()).message).toContain("VersionError");
});

test("space is what the browser says", async () => {
  expect(await new RunStore(async () => ({ usage: 1, quota: 2 })).space()).toEqual({ used: 1, quota: 2 });
  const failing = new RunStore(() => Promise.reject(new TypeError("no")));
  expect(await failing.space()).toBeUndefined();
});
