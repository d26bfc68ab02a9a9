import { describe, expect, test } from "vitest";
import { prefixHashLogits } from "../../src/backends/table/logits";
import { TableModel } from "../../src/backends/table/tableModel";
import { TableTokenizer } from "../../src/backends/table/tableTokenizer";
import type { SampleEvent, SampleRequest } from "../../src/contract/lab";
import type { WrittenAnswer } from "../../src/core/experiment/sample/events";
import { sampleCoordinate } from "../../src/core/experiment/sample/sampleRun";
import { generate } from "../../src/core/generation/generate";
import { endingsOf } from "../../src/core/generation/switching/endings";
import { loaded } from "../../tests/support/switchedLab";
import { CHOICE, pair, SAMPLING, write } from "../../tests/support/switchedPair";

const REQUEST: SampleRequest = {
  authors: ["a", "b", "switched"],
  prompts: ["abba", "bab", "aab", "b", "ababab"].map((prompt, at) => ({ index: 3 * at, prompt, chat: true })),
  sampling: SAMPLING,
  samples: 3,
  seed: 7,
  maxNewTokens: 30,
  stopStrings: [],
  endRepetition: true,
  batch: 4,
  choice: CHOICE,
};

async function all(events: AsyncIterable<SampleEvent>): Promise<SampleEvent[]> {
  const list: SampleEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

const answersOf = (events: readonly SampleEvent[]): WrittenAnswer[] =>
  events.flatMap((event) => (event.type === "sample-answer" ? event.answer : []));

const AUTHORS = ["a", "b", "switched"];
const sorted = (answers: readonly WrittenAnswer[]): WrittenAnswer[] =>
  [...answers].sort(
    (one, other) =>
      one.index - other.index ||
      AUTHORS.indexOf(one.author) - AUTHORS.indexOf(other.author) ||
      one.sample - other.sample,
  );

describe("a sampled run", () => {
  test("tells each prompt before its answers, and ends with the tokens of all of them", async () => {
    const { laboratory } = await loaded();
    const run = laboratory.sample(REQUEST);
    const events = await all(run);
    expect(new Set(events.map((event) => event.run))).toEqual(new Set([run.run]));
    expect(events[0]).toMatchObject({ type: "sample-start", a: { id: "A" }, b: { id: "B" } });
    const answers = answersOf(events);
    expect(answers.length).toBe(5 * 3 * 3);
    for (const { index } of REQUEST.prompts) {
      const prompts = events.flatMap((event, at) =>
        event.type === "sample-prompt" && event.index === index ? [at] : [],
      );
      const first = events.findIndex(
        (event) => event.type === "sample-answer" && event.answer.index === index,
      );
      expect(prompts.length).toBe(1);
      expect(prompts[0]).toBeLessThan(first);
    }
    expect(events[1]).toMatchObject({
      type: "sample-prompt",
      index: 0,
      rendered: "<|user|>abba<|end|><|assistant|>",
    });
    const tokens = answers.reduce((sum, { ids }) => sum + ids.length, 0);
    expect(events.at(-1)).toMatchObject({ type: "sample-end", reason: "done", tokens });
  });

  test("writes what each model writes alone, and both switched, with the luck of the row's number", async () => {
    const { laboratory } = await loaded();
    const answers = sorted(answersOf(await all(laboratory.sample(REQUEST))));
    const models = pair();
    const expected = [];
    for (const { index, prompt } of REQUEST.prompts) {
      const ids = models.a.encode(`<|user|>${prompt}<|end|><|assistant|>`, { special: true });
      const endings = endingsOf(models, ids.length, { ...REQUEST, maxTokens: REQUEST.maxNewTokens });
      for (const author of ["a", "b", "switched"] as const)
        for (let sample = 0; sample < REQUEST.samples; sample++) {
          const coordinate = sampleCoordinate(index, sample);
          if (author === "switched") {
            const written = await write({ prompt: ids, sample: coordinate, endings: { maxTokens: 30 } });
            const fromB = written.positions.filter((position) => position.author === "b").length;
            const tokens = written.positions.map(({ token }) => token);
            expected.push({ index, author, sample, ids: tokens, end: written.reason, fromB });
            continue;
          }
          const options = { sampling: SAMPLING, seed: 7, sample: coordinate, maxNewTokens: 30, endings };
          const tokens: number[] = [];
          for await (const event of generate(models[author], ids, options)) {
            if (event.type === "token") tokens.push(event.id);
            else expected.push({ index, author, sample, ids: tokens, end: event.reason });
          }
        }
    }
    expect(answers).toMatchObject(expected);
    expect(answers.some(({ fromB = 0, ids }) => fromB > 0 && fromB < ids.length)).toBe(true);
    expect(new Set(answers.map(({ ids }) => ids.join(" "))).size).toBeGreaterThan(20);
  });

  test.each([1, 2, 16])("is the same whatever the batch: %d", async (batch) => {
    const { laboratory } = await loaded();
    const four = sorted(answersOf(await all(laboratory.sample(REQUEST))));
    const other = sorted(answersOf(await all(laboratory.sample({ ...REQUEST, batch }))));
    expect(other).toEqual(four);
  });

  test("is the same where a model cannot decode many at once", async () => {
    const { laboratory } = await loaded();
    const four = sorted(answersOf(await all(laboratory.sample(REQUEST))));
    const plain = await loaded(() => pair({ batch: false }));
    expect(sorted(answersOf(await all(plain.laboratory.sample(REQUEST))))).toEqual(four);
  });

  test("asks questions about in order, no author far ahead of another", async () => {
    const { laboratory } = await loaded(() =>
      pair({ a: { latency: () => new Promise((go) => setTimeout(go, 1)) } }),
    );
    const prompts = Array.from({ length: 24 }, (_, index) => ({ index, prompt: "ab", chat: true }));
    const request = { ...REQUEST, prompts, batch: 3, authors: ["a", "b"] as const };
    const done = { a: 0, b: 0 };
    for await (const event of laboratory.sample(request)) {
      if (event.type !== "sample-answer") continue;
      const { author, index } = event.answer;
      done[author as "a" | "b"] = index;
      if (done.a > 0) expect(Math.abs(done.a - done.b)).toBeLessThanOrEqual(5);
    }
  });

  test("leaves the token that ended an answer out of its text, and no other", async () => {
    const { laboratory } = await loaded();
    const answers = answersOf(
      await all(laboratory.sample({ ...REQUEST, sampling: { temperature: 4, topK: 0, topP: 1, minP: 0 } })),
    );
    const { a } = pair();
    expect(answers.some(({ end }) => end === "end-of-text")).toBe(true);
    for (const { ids, text, end } of answers)
      expect(text).toBe(a.decode(end === "end-of-text" ? ids.slice(0, -1) : ids));
  });

  test("ends at a stop string across token borders, asking the model about few tokens only", async () => {
    const tokenizer = new TableTokenizer(["yes", " no", "stop", "."]);
    const logits = prefixHashLogits(4, tokenizer.vocabSize, 3);
    const few = (prefix: readonly number[]): Float64Array =>
      logits(prefix).map((logit, id) => (id >= tokenizer.vocabSize - 4 ? logit : -30));
    let decoded = 0;
    const model = (id: string): TableModel => {
      const made = new TableModel({ tokenizer, logits: few, id });
      const decode = made.decode.bind(made);
      return Object.assign(made, {
        decode: (ids: readonly number[]) => {
          decoded++;
          return decode(ids);
        },
      });
    };
    const { laboratory } = await loaded(() => ({ a: model("A"), b: model("B") }));
    const request = {
      ...REQUEST,
      authors: ["a"] as const,
      stopStrings: ["pno", "s n"],
      endRepetition: false,
    };
    const answers = answersOf(await all(laboratory.sample(request)));
    expect(answers.length).toBe(15);
    const stopped = answers.filter(({ end }) => end === "stop-string");
    expect(stopped.length).toBeGreaterThan(3);
    for (const { text } of stopped) expect(text.endsWith("yes no")).toBe(true);
    for (const { text } of answers) expect(text.slice(0, -" no".length)).not.toContain("s n");
    const tokens = answers.reduce((sum, { ids }) => sum + ids.length, 0);
    expect(decoded).toBeLessThan(answers.length + 2 * tokens * 0.6);
  });

  test("leaves out questions that no model has room for, and asks the others", async () => {
    const { laboratory } = await loaded(() => pair({ b: { contextLength: 40 } }));
    const prompts = ["abba", "a".repeat(60), "bab", ""].map((prompt, index) => ({
      index,
      prompt,
      chat: index < 3,
    }));
    const events = await all(laboratory.sample({ ...REQUEST, prompts }));
    const skipped = events.filter((event) => event.type === "sample-skipped");
    expect(skipped).toMatchObject([
      { index: 1, failure: { code: "too-long" } },
      { index: 3, failure: { code: "bad-input" } },
    ]);
    expect(new Set(answersOf(events).map(({ index }) => index))).toEqual(new Set([0, 2]));
    expect(events.at(-1)).toMatchObject({ type: "sample-end", reason: "done" });
  });

  test("needs only the models that write", async () => {
    const { laboratory } = await loaded();
    laboratory.letGoOf("b");
    const alone = await all(laboratory.sample({ ...REQUEST, authors: ["a"] }));
    expect(alone[0]).toEqual({ type: "sample-start", run: expect.any(Number) as number, a: pair().a.info });
    expect(answersOf(alone).length).toBe(15);
    const both = await all(laboratory.sample(REQUEST));
    expect(both).toMatchObject([{ type: "sample-failed", failure: { code: "closed" } }]);
  });

  test("stops soon, and what was finished was told", async () => {
    const { laboratory } = await loaded(() =>
      pair({ latency: () => new Promise((go) => setTimeout(go, 0)) }),
    );
    const prompts = Array.from({ length: 200 }, (_, index) => ({ index, prompt: "ab", chat: true }));
    const run = laboratory.sample({ ...REQUEST, prompts });
    const events: SampleEvent[] = [];
    for await (const event of run) {
      events.push(event);
      if (answersOf(events).length === 5) run.stop();
    }
    expect(events.at(-1)).toMatchObject({ type: "sample-end", reason: "stopped" });
    expect(answersOf(events).length).toBeLessThan(60);
  });

  test.each([
    { batch: 4, authors: ["a", "b"] as const },
    { batch: 1, authors: ["a", "b", "switched"] as const },
  ])("a model that dies ends it with the failure, what was told stands: $authors", async (change) => {
    const { laboratory } = await loaded(() => pair({ b: { failAt: { call: 60, code: "device-lost" } } }));
    const events = await all(laboratory.sample({ ...REQUEST, ...change }));
    expect(events.at(-1)).toMatchObject({ type: "sample-failed", failure: { code: "device-lost" } });
    expect(answersOf(events).length).toBeGreaterThan(0);
    const again = await loaded();
    expect((await all(again.laboratory.sample(REQUEST))).at(-1)).toMatchObject({ type: "sample-end" });
  });

  test("a worker that is gone in the middle ends it too", async () => {
    const { laboratory, models } = await loaded(() =>
      pair({ latency: () => new Promise((go) => setTimeout(go, 1)) }),
    );
    const events: SampleEvent[] = [];
    for await (const event of laboratory.sample(REQUEST)) {
      events.push(event);
      if (answersOf(events).length === 3) models[1]!.crash("out of luck");
    }
    expect(events.at(-1)).toMatchObject({ type: "sample-failed", failure: { code: "worker-crashed" } });
  });

  test("says how far it is, a few times a second", async () => {
    let now = 0;
    const { laboratory } = await loaded(pair, { clock: () => (now += 20) });
    const events = await all(laboratory.sample(REQUEST));
    const progress = events.flatMap((event) => (event.type === "sample-progress" ? event : []));
    expect(progress.length).toBeGreaterThan(3);
    expect(progress.map(({ tokens }) => tokens)).toEqual(
      [...progress.map(({ tokens }) => tokens)].sort((x, y) => x - y),
    );
  });

  test("models of different tokenizers each read their own prompt; switched is refused", async () => {
    const other = new TableModel({
      tokenizer: new TableTokenizer(["ab", "ba", "c"]),
      logits: prefixHashLogits(8, new TableTokenizer(["ab", "ba", "c"]).vocabSize),
      id: "B",
      chat: false,
    });
    const { laboratory } = await loaded(() => ({ a: pair().a, b: other }));
    const events = await all(laboratory.sample({ ...REQUEST, authors: ["a", "b"] }));
    expect(answersOf(events).length).toBe(30);
    expect((await all(laboratory.sample(REQUEST))).at(-1)).toMatchObject({
      type: "sample-failed",
      failure: { code: "vocabulary-mismatch" },
    });
  });
});
