import { describe, expect, test } from "vitest";
import { normalLogprobs } from "../../../tests/support/distributions";
import { KeptDistributions } from "./kept";
import type { ByteStore } from "./kept";

const SIZE = 50;
/** Bytes of a pair of rows: two of float32. */
const PAIR = 2 * SIZE * 4;

const rows = (position: number) =>
  [normalLogprobs(SIZE, 2 * position), normalLogprobs(SIZE, 2 * position + 1)] as const;

class MemoryStore implements ByteStore {
  readonly bytes = new Uint8Array(100_000);
  async write(offset: number, bytes: Uint8Array): Promise<void> {
    this.bytes.set(bytes, offset);
  }
  async read(offset: number, length: number): Promise<Uint8Array> {
    return this.bytes.subarray(offset, offset + length);
  }
}

async function filled(
  memoryPairs: number,
  storePairs: number,
  store?: ByteStore,
): Promise<KeptDistributions> {
  const budget = { memoryBytes: memoryPairs * PAIR, storeBytes: (storePairs * PAIR) / 2 };
  const kept = new KeptDistributions(store === undefined ? budget : { ...budget, store });
  for (let position = 0; position < 5; position++) await kept.keep(position, ...rows(position));
  return kept;
}

describe("KeptDistributions", () => {
  test("keeps rows as they are while memory has room", async () => {
    const kept = await filled(5, 0);
    const [a, b] = rows(3);
    expect(await kept.get(3)).toEqual({ a, b, precision: "float32" });
    expect(kept.usage).toEqual({ memoryBytes: 5 * PAIR, storeBytes: 0, kept: 5, dropped: 0 });
  });

  test("then writes float16 rows to the store, then drops", async () => {
    const kept = await filled(2, 2, new MemoryStore());
    const precisions = await Promise.all(
      [0, 1, 2, 3, 4].map(async (position) => (await kept.get(position))?.precision),
    );
    expect(precisions).toEqual(["float32", "float32", "float16", "float16", undefined]);
    expect(kept.usage).toEqual({ memoryBytes: 2 * PAIR, storeBytes: PAIR, kept: 4, dropped: 1 });
  });

  test("reads stored rows back to three digits of probability, with mass 1", async () => {
    const kept = await filled(0, 5, new MemoryStore());
    for (const position of [0, 3]) {
      const pair = await kept.get(position);
      for (const [index, row] of [pair?.a, pair?.b].entries()) {
        const original = rows(position)[index]!;
        const mass = row?.reduce((sum, logprob) => sum + Math.exp(logprob), 0);
        expect(mass).toBeCloseTo(1, 6);
        const worst = original.map((logprob, id) => Math.abs(row![id]! - logprob) / (1 + Math.abs(logprob)));
        expect(Math.max(...worst)).toBeLessThan(1e-3);
      }
    }
  });

  test("keeps what is impossible impossible", async () => {
    const kept = new KeptDistributions({ memoryBytes: 0, storeBytes: 1000, store: new MemoryStore() });
    await kept.keep(0, Float32Array.of(0, -Infinity), Float32Array.of(-Infinity, 0));
    expect(await kept.get(0)).toEqual({
      a: Float32Array.of(0, -Infinity),
      b: Float32Array.of(-Infinity, 0),
      precision: "float16",
    });
  });

  test("drops what memory has no room for where there is no store", async () => {
    const kept = await filled(1, 5);
    expect(await kept.get(1)).toBeUndefined();
    expect(kept.usage.dropped).toBe(4);
  });

  test("knows nothing of positions it was never given", async () => {
    expect(await (await filled(5, 0)).get(7)).toBeUndefined();
  });

  test("counts a position as dropped where the store fails, and says why", async () => {
    const full: ByteStore = { write: () => Promise.reject(new Error("quota")), read: () => new Uint8Array() };
    const kept = new KeptDistributions({ memoryBytes: 0, storeBytes: PAIR, store: full });
    await expect(kept.keep(0, ...rows(0))).rejects.toThrow("quota");
    expect(kept.usage).toMatchObject({ kept: 0, dropped: 1 });
    expect(await kept.get(0)).toBeUndefined();
  });

  test("refuses a position that it keeps already", async () => {
    await expect((await filled(5, 0)).keep(3, ...rows(3))).rejects.toThrow(/position 3 is kept already/);
  });
});
