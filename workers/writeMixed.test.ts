import { afterEach, describe, expect, test } from "vitest";
import { prefixHashLogits } from "../src/backends/table/logits";
import { TableModel, type TableOptions } from "../src/backends/table/tableModel";
import { TableTokenizer } from "../src/backends/table/tableTokenizer";
import type { MixEvent, MixRequest } from "../src/contract/lab";
import { unpackBlock } from "../src/core/compare/block";
import { uniform } from "../src/core/random";
import { mix } from "../src/core/generation/mixing/mixture";
import { process } from "../src/core/sampling/chain";
import { draw } from "../src/core/sampling/draw";
import { logSoftmax } from "../src/core/distribution/logSoftmax";
import { fakeLaboratory, type FakeLaboratory } from "../tests/conformance/fakeWorkers";

const TOKENIZER = new TableTokenizer(["How", " many", "?", " one", " two", " three", "."]);

/** Logits of the table with this seed: few tokens are ever likely, and the end is not among them. */
function logitsOf(seed: number): (prefix: readonly number[]) => Float64Array {
  const hash = prefixHashLogits(seed, TOKENIZER.vocabSize);
  return (prefix) => hash(prefix).map((logit, id) => (id > 10 && id < 30 ? logit : -60));
}

const REQUEST: MixRequest = {
  prompt: "How many?",
  chat: true,
  mixture: { type: "interpolate", alpha: 0.5 },
  against: "a",
  sampling: { temperature: 0.9, topK: 0, topP: 1, minP: 0 },
  seed: 3,
  sample: 2,
  maxTokens: 14,
  stopStrings: [],
  endRepetition: true,
  k: 3,
};

let open: FakeLaboratory | undefined;
afterEach(() => {
  open?.laboratory.dispose();
  open = undefined;
});

/** A laboratory with tables 1, 2 and 3 in its slots, and forward passes counted by slot. */
async function loaded(third: Partial<TableOptions> = {}) {
  const models = new Map<string, TableModel>();
  open = fakeLaboratory(async ({ id }) => {
    const options = { id, tokenizer: TOKENIZER, logits: logitsOf(Number(id)), ...(id === "3" ? third : {}) };
    const model = new TableModel(options);
    models.set(id, model);
    return model;
  });
  const { laboratory } = open;
  for (const [index, slot] of (["a", "b", "c"] as const).entries()) {
    const id = String(index + 1);
    await laboratory.load(
      slot,
      { id, folder: "https://example.org/", dtype: "fp32", device: "auto" },
      () => undefined,
    );
  }
  const calls = () => ["1", "2", "3"].map((id) => models.get(id)!.calls);
  return { laboratory, calls };
}

async function all(events: AsyncIterable<MixEvent>): Promise<MixEvent[]> {
  const list: MixEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

function positionsOf(events: readonly MixEvent[]) {
  return events.flatMap((event) =>
    event.type === "mix-positions"
      ? unpackBlock(event.block).map((position, index) => ({
          ...position,
          luck: event.columns.luck[index],
          drawA: event.columns.drawsA[index],
          drawB: event.columns.drawsB[index],
          logprob: event.columns.logprobs[index],
        }))
      : [],
  );
}

const idsOf = (events: readonly MixEvent[]) => positionsOf(events).map(({ token }) => token);

/** The tables' rows after a text, log-softmax over all of the vocabulary. */
const rowsAfter = (ids: readonly number[]) =>
  [1, 2, 3].map((seed) => logSoftmax(Float32Array.from(logitsOf(seed)(ids)))) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];

describe("a mixed answer through the lab", () => {
  test("says of each position what the core draws from the three tables' rows", async () => {
    const { laboratory } = await loaded();
    const request: MixRequest = { ...REQUEST, mixture: { type: "proxy", alpha: 0.7 }, against: "c" };
    const events = await all(laboratory.mix(request));
    const [start] = events;
    if (start?.type !== "mix-start") throw new Error("it did not begin");
    expect([start.a.id, start.b.id, start.c?.id]).toEqual(["1", "2", "3"]);
    expect(start.rendered).toBe("<|user|>How many?<|end|><|assistant|>");
    const ids = start.prompt.map(({ id }) => id);
    const positions = positionsOf(events);
    expect(positions).toHaveLength(14);
    for (const [at, { token, luck, drawA, drawB, logprob, statistics }] of positions.entries()) {
      const [a, b, c] = rowsAfter(ids);
      const row = mix({ a, b, c }, request.mixture);
      expect(luck).toBe(uniform(3, "token", 2, at));
      expect(token).toBe(draw(process(row, REQUEST.sampling), luck!));
      expect([drawA, drawB]).toEqual([a, b].map((one) => draw(process(one, REQUEST.sampling), luck!)));
      expect(logprob).toBeCloseTo(row[token]!, 4);
      expect([statistics.logprobA, statistics.logprobB]).toEqual([
        expect.closeTo(a[token]!, 4),
        expect.closeTo(b[token]!, 4),
      ]);
      ids.push(token);
    }
    expect(events.at(-1)).toMatchObject({ type: "mix-end", reason: "max-tokens", written: 14, passed: 14 });
  });

  test("tells how each token looks that it names, each once", async () => {
    const { laboratory } = await loaded();
    const events = await all(laboratory.mix(REQUEST));
    const told = events
      .flatMap((event) => (event.type === "mix-positions" ? event.tokens : []))
      .map(({ id }) => id);
    expect(new Set(told).size).toBe(told.length);
    for (const { token, drawA, drawB } of positionsOf(events)) {
      expect([token, drawA!, drawB!].filter((id) => !told.includes(id))).toEqual([]);
    }
  });

  test("asks no model as far as it writes the text that it wrote before", async () => {
    const { laboratory, calls } = await loaded();
    const first = await all(laboratory.mix(REQUEST));
    const before = calls();
    const again = await all(laboratory.mix(REQUEST));
    expect(again.at(-1)).toMatchObject({ type: "mix-end", passed: 0, written: 14 });
    expect(calls()).toEqual(before);
    expect(positionsOf(again)).toEqual(positionsOf(first));

    const other = await all(laboratory.mix({ ...REQUEST, mixture: { type: "interpolate", alpha: 0.9 } }));
    const differs = idsOf(other).findIndex((id, at) => id !== idsOf(first)[at]);
    expect(differs).toBeGreaterThanOrEqual(0);
    expect(other.at(-1)).toMatchObject({ type: "mix-end", passed: 13 - differs });
  });

  test("leaves the third model alone where nothing is held against it", async () => {
    const { laboratory, calls } = await loaded();
    const against = "c" as const;
    await all(laboratory.mix({ ...REQUEST, against }));
    await all(laboratory.mix({ ...REQUEST, mixture: { type: "proxy", alpha: 0.5 } }));
    expect(calls()[2]).toBe(0);
    await all(laboratory.mix({ ...REQUEST, mixture: { type: "proxy", alpha: 0.5 }, against }));
    expect(calls()[2]).toBeGreaterThan(0);
  });

  test("ends as a switched answer does: at a stop string, at the most tokens, where a context is full", async () => {
    const { laboratory } = await loaded({ contextLength: 16 });
    const [start, ...rest] = await all(laboratory.mix(REQUEST));
    if (start?.type !== "mix-start") throw new Error("it did not begin");
    const texts = rest.flatMap((event) => (event.type === "mix-positions" ? event.tokens : []));
    const third = texts.find(({ id }) => id === idsOf(rest)[2])!.text;
    const at = idsOf(rest).findIndex((id) => texts.find((token) => token.id === id)?.text === third);
    const stopped = await all(laboratory.mix({ ...REQUEST, stopStrings: [third] }));
    expect(stopped.at(-1)).toMatchObject({ type: "mix-end", reason: "stop-string", written: at + 1 });
    const short = await all(laboratory.mix({ ...REQUEST, maxTokens: 5 }));
    expect(short.at(-1)).toMatchObject({ type: "mix-end", reason: "max-tokens", written: 5 });
    const full = await all(
      laboratory.mix({ ...REQUEST, mixture: { type: "proxy", alpha: 1 }, against: "c" }),
    );
    const room = 16 - start.prompt.length;
    expect(full.at(-1)).toMatchObject({ type: "mix-end", reason: "context-full", written: room });
  });

  test("ends soon when it is stopped, and the next run goes on from there", async () => {
    const { laboratory } = await loaded({ latency: () => new Promise((go) => setTimeout(go, 20)) });
    const request: MixRequest = { ...REQUEST, mixture: { type: "proxy", alpha: 0.5 }, against: "c" };
    const run = laboratory.mix(request);
    const events: MixEvent[] = [];
    for await (const event of run) {
      events.push(event);
      if (event.type === "mix-positions") run.stop();
    }
    const stood = idsOf(events).length;
    expect(stood).toBeLessThan(14);
    expect(events.at(-1)).toMatchObject({ type: "mix-end", reason: "stopped", written: stood });
    const whole = await all(laboratory.mix(request));
    expect(whole.at(-1)).toMatchObject({ reason: "max-tokens", passed: 14 - stood });
  });

  test("of several asked for at once is each whole, one after the other", async () => {
    const { laboratory } = await loaded();
    const alphas = [0, 1, 0.5];
    const mixed = (alpha: number) =>
      all(laboratory.mix({ ...REQUEST, mixture: { type: "interpolate", alpha } }));
    const together = await Promise.all(alphas.map(mixed));
    for (const [index, alpha] of alphas.entries())
      expect(idsOf(together[index]!)).toEqual(idsOf(await mixed(alpha)));
  });
});

describe("what a mixed answer refuses", () => {
  test("an empty prompt, with what to do", async () => {
    const { laboratory } = await loaded();
    const events = await all(laboratory.mix({ ...REQUEST, prompt: "", chat: false }));
    expect(events).toMatchObject([{ type: "mix-failed", failure: { code: "bad-input" } }]);
  });

  test("a third model with another vocabulary, with both sizes", async () => {
    const tokenizer = new TableTokenizer(["How"]);
    const logits = prefixHashLogits(3, tokenizer.vocabSize);
    const { laboratory } = await loaded({ tokenizer, logits });
    const request: MixRequest = { ...REQUEST, mixture: { type: "proxy", alpha: 1 }, against: "c" };
    const [failed] = await all(laboratory.mix(request));
    if (failed?.type !== "mix-failed") throw new Error("it was not refused");
    expect(failed.failure.code).toBe("vocabulary-mismatch");
    expect(failed.failure.message).toMatch(new RegExp(`${TOKENIZER.vocabSize}.*${tokenizer.vocabSize}`));
  });

  test("a third model whose context the prompt does not fit in", async () => {
    const { laboratory } = await loaded({ contextLength: 3 });
    const request: MixRequest = { ...REQUEST, mixture: { type: "proxy", alpha: 1 }, against: "c" };
    const [failed] = await all(laboratory.mix(request));
    expect(failed).toMatchObject({ type: "mix-failed", failure: { code: "too-long" } });
  });

  test("to hold B against a third model that is not there, or was let go", async () => {
    const { laboratory } = await loaded();
    const request: MixRequest = { ...REQUEST, mixture: { type: "proxy", alpha: 1 }, against: "c" };
    await all(laboratory.mix(request));
    laboratory.letGoOf("c");
    const events = await all(laboratory.mix(request));
    expect(events).toMatchObject([{ type: "mix-failed", failure: { code: "closed" } }]);
    expect((await all(laboratory.mix(REQUEST))).at(-1)).toMatchObject({ reason: "max-tokens" });
  });

  test("to go on when a model dies; what needs the others only is still written", async () => {
    const { laboratory } = await loaded({ failAt: { call: 5, code: "device-lost" } });
    const request: MixRequest = { ...REQUEST, mixture: { type: "proxy", alpha: 1 }, against: "c" };
    const events = await all(laboratory.mix(request));
    expect(events.at(-1)).toMatchObject({ type: "mix-failed", failure: { code: "device-lost" } });
    expect((await all(laboratory.mix(REQUEST))).at(-1)).toMatchObject({ reason: "max-tokens", written: 14 });
  });
});
