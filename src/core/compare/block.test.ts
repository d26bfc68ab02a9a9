import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logSoftmax } from "../distribution/logSoftmax";
import { blockBuffers, candidatesAt, packBlock, statisticsAt, STATISTICS, unpackBlock } from "./block";
import { comparedPosition } from "./comparedPosition";
import type { ComparedPosition } from "./comparedPosition";

const logits = fc.array(fc.oneof(fc.double({ min: -20, max: 20, noNaN: true }), fc.constant(-Infinity)), {
  minLength: 5,
  maxLength: 5,
});

/** Positions as `compare` makes them, some with probabilities of 0 and infinite divergences. */
const positions: fc.Arbitrary<ComparedPosition[]> = fc.array(
  fc
    .record({ a: logits, b: logits, token: fc.nat(4), k: fc.integer({ min: 1, max: 5 }) })
    .filter(({ a, b }) => [a, b].every((row) => row.some(Number.isFinite)))
    .map(({ a, b, token, k }) =>
      comparedPosition(logSoftmax(Float64Array.from(a)), logSoftmax(Float64Array.from(b)), token, k),
    ),
  { maxLength: 6 },
);

describe("a position block", () => {
  test("gives back exactly the positions that were packed", () => {
    fc.assert(
      fc.property(positions, fc.nat(1000), (list, from) => {
        const block = packBlock(from, list);
        expect(block.from).toBe(from);
        expect(block.count).toBe(list.length);
        expect(unpackBlock(block)).toEqual(list);
      }),
    );
  });

  test("survives a structured clone with its buffers transferred", () => {
    const list = fc.sample(positions, { numRuns: 20, seed: 5 }).find((sample) => sample.length > 1) ?? [];
    const block = packBlock(3, list);
    const received = structuredClone(block, { transfer: blockBuffers(block) });
    expect(unpackBlock(received)).toEqual(list);
    expect(block.statistics.length).toBe(0);
  });

  test("names every statistic of a position", () => {
    const [list] = fc.sample(positions, { numRuns: 50, seed: 6 }).filter((sample) => sample.length > 0);
    expect([...STATISTICS].sort()).toEqual(Object.keys(list?.[0]?.statistics ?? {}).sort());
  });

  test("refuses a position it does not hold", () => {
    const block = packBlock(0, []);
    expect(() => statisticsAt(block, 0)).toThrow(RangeError);
    expect(() => candidatesAt(block, -1)).toThrow(/-1/);
  });
});
