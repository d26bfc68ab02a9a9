import { describe, expect, test } from "vitest";
import { prefixHashLogits } from "../../backends/table/logits";
import { TableModel } from "../../backends/table/tableModel";
import type { TableOptions } from "../../backends/table/tableModel";
import { TableTokenizer } from "../../backends/table/tableTokenizer";
import { withTemperature } from "../distribution/temperature";
import { ExpectedError } from "../errors";
import type { Distribution, LanguageModel, ScoreOptions, TokenId } from "../model";
import { comparedPosition } from "./comparedPosition";
import type { ComparedPosition } from "./comparedPosition";
import { compare, requireComparable } from "./comparison";
import type { CompareOptions } from "./comparison";

const TOKENIZER = new TableTokenizer(["a", "b", "c", " "]);
const IDS: TokenId[] = Array.from({ length: 23 }, (_, index) => 3 + ((index * 5) % 8));
const OPTIONS: CompareOptions = { k: 3, temperature: 1 };

function model(seed: number, options: Partial<TableOptions> = {}): TableModel {
  const logits = prefixHashLogits(seed, TOKENIZER.vocabSize);
  return new TableModel({ id: `table-${seed}`, tokenizer: TOKENIZER, logits, ...options });
}

/** The same model, whose score stream goes through `change`. */
function changed(
  base: LanguageModel,
  change: (chunks: AsyncIterable<Distribution[]>) => AsyncIterable<Distribution[]>,
): LanguageModel {
  const score = (ids: readonly TokenId[], from: number, options?: ScoreOptions) =>
    change(base.score(ids, from, options));
  return Object.create(base, { score: { value: score } }) as LanguageModel;
}

/** Score chunks of other sizes than those asked for. */
function rechunked(base: LanguageModel, sizes: readonly number[]): LanguageModel {
  return changed(base, async function* (chunks) {
    const all: Distribution[] = [];
    for await (const chunk of chunks) all.push(...chunk);
    for (let i = 0; all.length > 0; i++) yield all.splice(0, sizes[i % sizes.length]);
  });
}

async function collect(a: LanguageModel, b: LanguageModel, from: number, options: CompareOptions = OPTIONS) {
  const positions: ComparedPosition[] = [];
  for await (const chunk of compare(a, b, IDS, from, options)) {
    expect(chunk.from).toBe(from + positions.length);
    positions.push(...chunk.positions);
  }
  return positions;
}

/** Every position from the models' sessions, one by one. */
async function expected(from: number, temperature: number): Promise<ComparedPosition[]> {
  const row = async (seed: number, position: number) => {
    const next = await (await model(seed).open(IDS.slice(0, position))).next();
    if (next.kind !== "full") throw new Error("a table gives full distributions");
    return withTemperature(next.logprobs, temperature);
  };
  const positions = Array.from({ length: IDS.length - from }, (_, index) => from + index);
  return Promise.all(
    positions.map(async (t) => comparedPosition(await row(1, t), await row(2, t), IDS[t]!, OPTIONS.k)),
  );
}

describe("compare", () => {
  test("gives what both models' sessions say at every position", async () => {
    expect(await collect(model(1), model(2), 4)).toEqual(await expected(4, 1));
  });

  test("divides both models' logits by the temperature", async () => {
    const positions = await collect(model(1), model(2), 20, { ...OPTIONS, temperature: 0.5 });
    expect(positions).toEqual(await expected(20, 0.5));
  });

  test.each([
    [[1], [5]],
    [[7], [3]],
    [
      [2, 9, 1],
      [4, 4, 100],
    ],
  ])("aligns chunks of %j from A with chunks of %j from B", async (sizesA, sizesB) => {
    const [a, b] = [rechunked(model(1), sizesA), rechunked(model(2), sizesB)];
    expect(await collect(a, b, 1)).toEqual(await expected(1, 1));
  });

  test("of no positions is empty", async () => {
    expect(await collect(model(1), model(2), IDS.length)).toEqual([]);
  });

  test("asks both models for a chunk before it waits for either", async () => {
    const log: string[] = [];
    const logging = (name: string, seed: number) =>
      changed(model(seed), async function* (chunks) {
        log.push(`${name} asked`);
        for await (const chunk of chunks) {
          log.push(`${name} answers`);
          yield chunk;
        }
      });
    await collect(logging("A", 1), logging("B", 2), 1, { ...OPTIONS, chunk: 100 });
    expect(log.slice(0, 2)).toEqual(["A asked", "B asked"]);
  });

  test("holds at most two chunks of each model, however long the text", async () => {
    let ahead = 0;
    let most = 0;
    const counted = (seed: number) =>
      changed(model(seed), async function* (chunks) {
        for await (const chunk of chunks) {
          ahead++;
          most = Math.max(most, ahead);
          yield chunk;
        }
      });
    for await (const chunk of compare(counted(1), counted(2), IDS, 1, { ...OPTIONS, chunk: 2 })) {
      ahead -= 2;
      expect(chunk.positions.length).toBeLessThanOrEqual(2);
    }
    expect(most).toBeLessThanOrEqual(4);
  });

  test("hands over every position's whole distributions, as they are at temperature 1", async () => {
    const kept: [number, Float32Array, Float32Array][] = [];
    const keep = (position: number, a: Float32Array, b: Float32Array) => void kept.push([position, a, b]);
    await collect(model(1), model(2), 20, { ...OPTIONS, temperature: 3, keep });
    expect(kept.map(([position]) => position)).toEqual([20, 21, 22]);
    const atOne = await expected(20, 1);
    for (const [position, a, b] of kept)
      expect(comparedPosition(a, b, IDS[position]!, 3)).toEqual(atOne[position - 20]);
  });

  test("stops within one chunk", async () => {
    let chunks = 0;
    const stop = () => chunks >= 2;
    const [a, b] = [model(1), model(2)];
    for await (const chunk of compare(a, b, IDS, 1, { ...OPTIONS, chunk: 3, stop }))
      chunks += chunk.positions.length / 3;
    expect(chunks).toBe(2);
  });

  test("ends both streams when its reader walks away", async () => {
    const ended: string[] = [];
    const watched = (name: string, seed: number) =>
      changed(model(seed), async function* (chunks) {
        try {
          yield* chunks;
        } finally {
          ended.push(name);
        }
      });
    for await (const _ of compare(watched("A", 1), watched("B", 2), IDS, 1, { ...OPTIONS, chunk: 2 })) break;
    expect(ended.sort()).toEqual(["A", "B"]);
  });

  test("passes a model's failure on and leaves no unhandled rejection", async () => {
    const failing = model(1, { failAt: { call: 3, code: "device-lost" } });
    await expect(collect(failing, model(2), 1, { ...OPTIONS, chunk: 4 })).rejects.toMatchObject({
      code: "device-lost",
    });
    const both = model(2, { failAt: { call: 1, code: "device-lost" } });
    await expect(collect(failing, both, 1)).rejects.toMatchObject({ code: "device-lost" });
  });

  test("calls it a bug when a model's scores end early", async () => {
    const short = changed(model(1), async function* (chunks) {
      for await (const chunk of chunks) {
        yield chunk.slice(0, 5);
        return;
      }
    });
    await expect(collect(short, model(2), 1)).rejects.toThrow("a model's scores end at position 6 of 23");
  });
});

describe("compare refuses", () => {
  async function failureOf(a: LanguageModel, b: LanguageModel): Promise<ExpectedError> {
    const failure = await collect(a, b, 1).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(failure instanceof ExpectedError)) throw new Error("expected a refusal");
    return failure;
  }

  test("vocabularies of unequal size, naming both", async () => {
    const tokenizer = new TableTokenizer(["a"]);
    const small = model(2, { tokenizer, logits: prefixHashLogits(2, tokenizer.vocabSize) });
    const { code, message } = await failureOf(model(1), small);
    expect(code).toBe("vocabulary-mismatch");
    expect(message).toBe("Vocabulary mismatch: A (table-1) has 264 tokens, B (table-2) has 261.");
  });

  test("different tokenizers of equal size", async () => {
    const tokenizer = new TableTokenizer(["a", "b", "c", "d"]);
    const { code, message } = await failureOf(model(1), model(2, { tokenizer }));
    expect(code).toBe("vocabulary-mismatch");
    expect(message).toMatch(/both have 264 tokens, but not the same ones/);
  });

  test("a text longer than a model's context, naming the model and both lengths", async () => {
    const { code, message } = await failureOf(model(1), model(2, { contextLength: 16 }));
    expect(code).toBe("too-long");
    expect(message).toBe("The text has 23 tokens; model B (table-2) reads at most 16.");
  });

  test("lengths are written with separators between thousands", () => {
    const { info } = model(1, { contextLength: 16_384 });
    expect(() => requireComparable(info, info, 100_015)).toThrow(
      `The text has 100,015 tokens; model A (${info.id}) reads at most 16,384.`,
    );
  });

  test("models that list their most probable tokens only", async () => {
    const { code, message } = await failureOf(model(1), model(2, { truncateTo: 20 }));
    expect(code).toBe("bad-input");
    expect(message).toMatch(
      /Model B \(table-2\) answers with its 20 most probable tokens only, not with all 264/,
    );
  });

  test.each([0, 24])("to begin at position %d of 23, as a bug", async (from) => {
    await expect(collect(model(1), model(2), from)).rejects.toThrow(RangeError);
  });
});
