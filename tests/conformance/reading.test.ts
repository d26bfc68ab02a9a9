import { afterEach, describe, expect, test } from "vitest";
import { prefixHashLogits } from "../../src/backends/table/logits";
import { TableModel, type TableOptions } from "../../src/backends/table/tableModel";
import { TableTokenizer } from "../../src/backends/table/tableTokenizer";
import type { ReadEvent, ReadRequest } from "../../src/contract/lab";
import type { ModelSpec } from "../../src/contract/model";
import { textBytes, tokenEnds } from "../../src/core/compare/alignment";
import { makeReference, PLAIN_TEXTS } from "../../src/core/selfCheck/makeReference";
import { createHash } from "node:crypto";
import { fakeLaboratory, type FakeLaboratory } from "./fakeWorkers";

const words = new TableTokenizer(["How", " many", "?", " one", " two", " three", "."]);
const pieces = new TableTokenizer(["H", "ow", " m", "any?", " o", "ne t", "wo"]);

const REQUEST: ReadRequest = { prompt: "How many?", chat: true, solution: " one two three." };

function table(id: string, options: Partial<TableOptions> = {}): TableModel {
  const tokenizer = id === "pieces" ? pieces : words;
  const seed = id === "wrong" ? 9 : id.length;
  return new TableModel({
    id,
    tokenizer,
    logits: prefixHashLogits(seed, tokenizer.vocabSize, 6),
    ...options,
  });
}

function spec(id: string, more: Partial<ModelSpec> = {}): ModelSpec {
  return { id, folder: "https://example.org/", dtype: "fp32", device: "auto", ...more };
}

let open: FakeLaboratory | undefined;
afterEach(() => {
  open?.laboratory.dispose();
  open = undefined;
});

async function loaded(
  options: Partial<TableOptions> = {},
  ids: readonly [string, string] = ["words", "pieces"],
): Promise<FakeLaboratory["laboratory"]> {
  open = fakeLaboratory(async ({ id }) => table(id, id === ids[1] ? options : {}));
  const { laboratory } = open;
  await Promise.all([
    laboratory.load("a", spec(ids[0]), () => undefined),
    laboratory.load("b", spec(ids[1]), () => undefined),
  ]);
  return laboratory;
}

async function all(events: AsyncIterable<ReadEvent>): Promise<ReadEvent[]> {
  const list: ReadEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

describe("two models that cut text differently", () => {
  test("each read the same text in their own tokens, after their own prompt", async () => {
    const laboratory = await loaded();
    const events = await all(laboratory.read(REQUEST));
    const [start] = events;
    if (start?.type !== "read-start") throw new Error("expected read-start");
    expect(start.a.solution.map(({ text }) => text)).toEqual([" one", " two", " three", "."]);
    expect(start.b.solution.map(({ text }) => text).slice(0, 3)).toEqual([" o", "ne t", "wo"]);
    expect([start.a.templated, start.b.templated]).toEqual([true, true]);
    for (const side of ["a", "b"] as const) {
      expect(tokenEnds(start[side].solution, textBytes(REQUEST.solution))?.at(-1)).toBe(15);
      const model = table(side === "a" ? "words" : "pieces");
      const prompt = model.encode(model.render([{ role: "user", content: "How many?" }]), { special: true });
      const ids = [...prompt, ...model.encode(REQUEST.solution)];
      const expected: number[] = [];
      for await (const chunk of model.score(ids, prompt.length))
        for (const distribution of chunk)
          if (distribution.kind === "full")
            expected.push(distribution.logprobs[ids[prompt.length + expected.length] ?? 0] ?? 0);
      const blocks = events.flatMap((event) =>
        event.type === "read-block" && event.side === side ? [event] : [],
      );
      expect(blocks.flatMap(({ logprobs }) => [...logprobs])).toEqual(expected);
      expect(blocks[0]?.from).toBe(0);
    }
    expect(events.at(-1)?.type).toBe("read-end");
  });

  test("a model without a template reads the prompt as it is", async () => {
    const laboratory = await loaded({ chat: false });
    const [start] = await all(laboratory.read(REQUEST));
    if (start?.type !== "read-start") throw new Error("expected read-start");
    expect([start.a.templated, start.b.templated]).toEqual([true, false]);
    expect(start.b.prompt.map(({ text }) => text).join("")).toBe("How many?");
  });

  test.each([
    ["an empty text", { solution: "" }, "bad-input", /empty/],
    ["an empty prompt", { prompt: "", chat: false }, "bad-input", /prompt is empty/],
    ["a text longer than one model's context", { solution: "x".repeat(1100) }, "too-long", /1,024/],
  ])("%s is refused", async (_, change, code, message) => {
    const laboratory = await loaded();
    const events = await all(laboratory.read({ ...REQUEST, ...change }));
    expect(events.at(-1)).toMatchObject({ type: "read-failed", failure: { code } });
    const last = events.at(-1);
    expect(last?.type === "read-failed" && last.failure.message).toMatch(message);
  });

  test("a model that fails ends both, and nothing follows", async () => {
    const laboratory = await loaded({ failAt: { call: 1, code: "device-lost" } });
    const events = await all(laboratory.read(REQUEST));
    expect(events.at(-1)).toMatchObject({ type: "read-failed", failure: { code: "device-lost" } });
    expect(events.filter(({ type }) => type === "read-end")).toEqual([]);
  });

  test("stopping ends it and says so", async () => {
    const laboratory = await loaded();
    const run = laboratory.read({ ...REQUEST, solution: " one two three.".repeat(60) });
    const events: ReadEvent[] = [];
    for await (const event of run) {
      events.push(event);
      run.stop();
    }
    expect(events.at(-1)?.type).toBe("read-stopped");
  });
});

describe("the self-check of a loaded model", () => {
  async function checked(id: string, reference: unknown) {
    const text = JSON.stringify(reference);
    const sha256 = createHash("sha256").update(text).digest("hex");
    open = fakeLaboratory(async (given) => table(given.id), {}, { fetch: async () => new Response(text) });
    const { laboratory } = open;
    const selfCheck = { path: "self-check.json", bytes: Buffer.byteLength(text), sha256 };
    await laboratory.load("a", spec(id, { selfCheck }), () => undefined);
    return laboratory.selfCheck("a");
  }

  test("passes with the values of that model, fails with those of another", async () => {
    const reference = await makeReference(table("words"), PLAIN_TEXTS, "table");
    expect(await checked("words", reference)).toMatchObject({ ok: true, value: { passed: true, texts: 4 } });
    expect(await checked("wrong", reference)).toMatchObject({ ok: true, value: { passed: false } });
    expect(await checked("pieces", { ...reference, vocabSize: 5 })).toMatchObject({
      ok: false,
      failure: { code: "vocabulary-mismatch" },
    });
  });

  test("is not there where no values ship", async () => {
    const laboratory = await loaded();
    expect(await laboratory.selfCheck("a")).toBeUndefined();
  });

  test("against WASM loads a copy there, compares with it and ends it", async () => {
    const devices: string[] = [];
    open = fakeLaboratory(async (given) => {
      devices.push(given.device);
      // The device that is not WASM computes something else.
      return table(given.device === "wasm" ? "words" : "wrong");
    });
    const { laboratory, models } = open;
    await laboratory.load("a", spec("words", { device: "webgpu" }), () => undefined);
    const events: string[] = [];
    const outcome = await laboratory.checkAgainstWasm("a", ({ type }) => events.push(type));
    expect(outcome).toMatchObject({
      ok: true,
      value: { passed: false, made: expect.stringContaining("WASM") as string },
    });
    expect(devices).toEqual(["webgpu", "wasm"]);
    expect(models.map(({ terminated }) => terminated)).toEqual([false, true]);

    await laboratory.load("b", spec("words", { device: "wasm" }), () => undefined);
    expect(await laboratory.checkAgainstWasm("b", () => undefined)).toMatchObject({
      ok: true,
      value: { passed: true },
    });
  });

  test("against WASM says why where the copy cannot be loaded", async () => {
    open = fakeLaboratory(async (given) => {
      if (given.device === "wasm") throw Object.assign(new Error("no memory"), { name: "RangeError" });
      return table("words");
    });
    await open.laboratory.load("a", spec("words", { device: "webgpu" }), () => undefined);
    const outcome = await open.laboratory.checkAgainstWasm("a", () => undefined);
    expect(outcome.ok).toBe(false);
    expect(open.models.map(({ terminated }) => terminated)).toEqual([false, true]);
  });
});
