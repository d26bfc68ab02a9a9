import { expect, test } from "vitest";
import { prefixHashLogits } from "../../src/backends/table/logits";
import { TableModel } from "../../src/backends/table/tableModel";
import { TableTokenizer } from "../../src/backends/table/tableTokenizer";
import type { MeasureEvent, MeasureRequest } from "../../src/contract/lab";
import { entropy } from "../../src/core/distribution/entropy";
import { js } from "../../src/core/divergence/js";
import type { LanguageModel, TokenId } from "../../src/core/model";
import { loaded } from "../../tests/support/switchedLab";
import { pair } from "../../tests/support/switchedPair";

const IDS = [10, 11, 20, 12];
const ITEMS: MeasureRequest["items"] = [
  { prompt: "abba", chat: true, text: "unused", ids: IDS },
  { prompt: "ab", chat: false, text: "aba" },
];

async function all(events: AsyncIterable<MeasureEvent>): Promise<MeasureEvent[]> {
  const list: MeasureEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

async function rowsOf(model: LanguageModel, prompt: readonly TokenId[], answer: readonly TokenId[]) {
  const session = await model.open(prompt);
  const rows = [await session.next(), ...(await session.append(answer))].map(({ logprobs }) => logprobs);
  await session.close();
  return rows.slice(0, answer.length);
}

const close = (values: ArrayLike<number>, expected: readonly number[]): void => {
  expect(values.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 6);
};

test("says of every token what each model's distribution says, and how far A and B are apart", async () => {
  const { laboratory } = await loaded();
  const events = await all(laboratory.measure({ items: ITEMS, models: ["a", "b"] }));
  expect(events.map(({ type }) => type)).toEqual(["measure-item", "measure-item", "measure-end"]);
  const { a, b } = pair();
  const prompts = [a.encode("<|user|>abba<|end|><|assistant|>", { special: true }), a.encode("ab")];
  const answers = [IDS, a.encode("aba")];
  for (const [item, event] of events.entries()) {
    if (event.type !== "measure-item") continue;
    const [prompt, answer] = [prompts[item]!, answers[item]!];
    const rowsA = await rowsOf(a, prompt, answer);
    const rowsB = await rowsOf(b, prompt, answer);
    for (const [reading, rows] of [
      [event.readings.a!, rowsA] as const,
      [event.readings.b!, rowsB] as const,
    ]) {
      expect(reading.tokens).toEqual(a.tokens(answer).map(({ text }) => text));
      close(
        reading.nll,
        rows.map((row, at) => -row[answer[at]!]!),
      );
      close(reading.entropy, rows.map(entropy));
    }
    close(
      event.js!,
      rowsA.map((row, at) => js(row, rowsB[at]!)),
    );
  }
});

test("one model alone, or a third one, says the same without a divergence", async () => {
  const { laboratory } = await loaded();
  const both = await all(laboratory.measure({ items: ITEMS, models: ["a", "b"] }));
  for (const slot of ["a", "b"] as const) {
    const alone = await all(laboratory.measure({ items: ITEMS, models: [slot] }));
    for (const [item, event] of alone.entries()) {
      const other = both[item]!;
      if (event.type !== "measure-item" || other.type !== "measure-item") continue;
      expect(event.js).toBeUndefined();
      expect(Object.keys(event.readings)).toEqual([slot]);
      close(event.readings[slot]!.nll, [...other.readings[slot]!.nll]);
      close(event.readings[slot]!.entropy, [...other.readings[slot]!.entropy]);
    }
  }
  const missing = await all(laboratory.measure({ items: ITEMS, models: ["c"] }));
  expect(missing).toMatchObject([{ type: "measure-failed", failure: { code: "closed" } }]);
});

test("models of different tokenizers each cut the answer their own way", async () => {
  const tokenizer = new TableTokenizer(["aba", "c"]);
  const other = new TableModel({ tokenizer, logits: prefixHashLogits(8, tokenizer.vocabSize), chat: false });
  const { laboratory } = await loaded(() => ({ a: pair().a, b: other }));
  const [event] = await all(laboratory.measure({ items: ITEMS.slice(1), models: ["a", "b"] }));
  expect(event).toMatchObject({ readings: { a: { tokens: ["a", "b", "a"] }, b: { tokens: ["aba"] } } });
  expect(event).not.toHaveProperty("js");
});

test("an empty answer has no numbers; what cannot be read is left out, the rest is read", async () => {
  const { laboratory } = await loaded(() => pair({ b: { contextLength: 40 } }));
  const items = [
    { prompt: "ab", chat: true, text: "" },
    { prompt: "ab", chat: true, text: "ab".repeat(40) },
    { prompt: "", chat: false, text: "ab" },
    { prompt: "ab", chat: true, text: "", ids: [999_999] },
    { prompt: "ab", chat: true, text: "b" },
  ];
  const events = await all(laboratory.measure({ items, models: ["a", "b"] }));
  expect(events).toMatchObject([
    { type: "measure-item", item: 0, readings: { a: { tokens: [] }, b: { tokens: [] } } },
    { type: "measure-skipped", item: 1, failure: { code: "too-long" } },
    { type: "measure-skipped", item: 2, failure: { code: "bad-input" } },
    { type: "measure-skipped", item: 3, failure: { code: "bad-input" } },
    { type: "measure-item", item: 4, readings: { a: { tokens: ["b"] } } },
    { type: "measure-end", reason: "done" },
  ]);
});

test("stops between answers, and a model that dies ends it with what was told standing", async () => {
  const { laboratory } = await loaded();
  const items = Array.from({ length: 300 }, () => ITEMS[0]!);
  const run = laboratory.measure({ items, models: ["a", "b"] });
  const stopped: MeasureEvent[] = [];
  for await (const event of run) {
    stopped.push(event);
    if (stopped.length === 3) run.stop();
  }
  expect(stopped.at(-1)).toMatchObject({ type: "measure-end", reason: "stopped" });
  expect(stopped.length).toBeLessThan(100);
  const dying = await loaded(() => pair({ a: { failAt: { call: 5, code: "device-lost" } } }));
  const events = await all(dying.laboratory.measure({ items, models: ["a", "b"] }));
  expect(events.at(-1)).toMatchObject({ type: "measure-failed", failure: { code: "device-lost" } });
  expect(events.length).toBeGreaterThan(1);
});
