import { describe, expect, test, vi } from "vitest";
import type { Distribution } from "../../core/model";
import { markovLogits, prefixHashLogits } from "./logits";
import { TableModel } from "./tableModel";
import { TableTokenizer } from "./tableTokenizer";

const tokenizer = new TableTokenizer(["a", "b"]);
const [a, b] = [tokenizer.vocabSize - 2, tokenizer.vocabSize - 1];

/** After "a" comes "b" with probability 3/4, else "a"; after anything else the same the other way round. */
const rows = Array.from({ length: tokenizer.vocabSize }, (_, last) =>
  Array.from({ length: tokenizer.vocabSize + 3 }, (_, next) => {
    if (next === a) return Math.log(last === a ? 1 : 3);
    if (next === b) return Math.log(last === a ? 3 : 1);
    return next < tokenizer.vocabSize ? -Infinity : 50; // padding that must not count
  }),
);

async function scored(model: TableModel, ids: number[]): Promise<Distribution[]> {
  const all: Distribution[] = [];
  for await (const chunk of model.score(ids, 1)) all.push(...chunk);
  return all;
}

describe("TableModel", () => {
  test("gives the table's probabilities exactly, padding cut off before softmax", async () => {
    const model = new TableModel({ tokenizer, logits: markovLogits(rows) });
    expect([model.info.vocabSize, model.info.logitsWidth]).toEqual([
      tokenizer.vocabSize,
      tokenizer.vocabSize + 3,
    ]);
    const [afterA, afterB] = await scored(model, [a, b, a]);
    const probability = (distribution: Distribution | undefined, id: number) =>
      Math.exp(distribution?.kind === "full" ? (distribution.logprobs[id] as number) : NaN);
    expect(probability(afterA, b)).toBeCloseTo(0.75, 6);
    expect(probability(afterB, a)).toBeCloseTo(0.75, 6);
    expect(probability(afterA, 0)).toBe(0);
  });

  test("hash logits depend on every token of the prefix and on their order", () => {
    const logits = prefixHashLogits(1, 8);
    const seen = [[1], [1, 2], [2, 1], [1, 2, 3], [1, 3, 2]].map((prefix) => logits(prefix).join());
    expect(new Set(seen).size).toBe(seen.length);
    expect(logits([1, 2]).join()).toBe(logits([1, 2]).join());
    expect(prefixHashLogits(2, 8)([1, 2]).join()).not.toBe(logits([1, 2]).join());
  });

  test("waits for its latency before every forward pass", async () => {
    const latency = vi.fn(() => Promise.resolve());
    const model = new TableModel({ tokenizer, logits: markovLogits(rows), latency });
    await scored(model, [a, b, a]);
    expect([latency.mock.calls.length, model.calls]).toEqual([1, 1]);
  });

  test("fails at the call it is told to, and from then on", async () => {
    const failAt = { call: 2, code: "device-lost" as const };
    const session = await new TableModel({ tokenizer, logits: markovLogits(rows), failAt }).open([a]);
    await session.append([b]);
    await expect(session.append([a])).rejects.toMatchObject({ code: "device-lost" });
    await expect(session.next()).rejects.toMatchObject({ code: "device-lost" });
  });

  test("lists only so many tokens when it is told to, as a server does", async () => {
    const model = new TableModel({ tokenizer, logits: markovLogits(rows), truncateTo: 1 });
    const [first] = await scored(model, [a, b]);
    expect(first?.kind === "truncated" && [...first.ids]).toEqual([b]);
    expect(first?.kind === "truncated" && Math.exp(first.rest)).toBeCloseTo(0.25, 6);
  });

  test("a table narrower than the tokenizer is a mistake of the test that made it", () => {
    expect(() => new TableModel({ tokenizer, logits: () => new Float64Array(3) })).toThrow(/3 columns/);
  });
});
