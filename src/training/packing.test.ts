import { describe, expect, it } from "vitest";
import { packExamples } from "./packing";
import { rotaryTables } from "./rope";
import { TINY } from "./testModel";

const EXAMPLES = [
  { prompt: [1, 2], solution: [3, 4] },
  { prompt: [5], solution: [6] },
  { prompt: [7, 8, 9], solution: [10] },
];

describe("packExamples", () => {
  it("lays examples side by side; each has its own segment and its own positions", () => {
    const batch = packExamples(TINY, EXAMPLES, 2, 7);
    expect([...batch.ids]).toEqual([1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 0, 0, 0]);
    expect([...batch.segments]).toEqual([0, 0, 0, 0, 1, 1, 2, 0, 0, 0, 0, 1, 1, 1]);
    expect(batch.starts).toEqual([0, 4, 7]);
    const { cos } = rotaryTables(TINY, [0, 1, 2, 3, 0, 1, 0, 0, 1, 2, 3, 0, 0, 0]);
    expect(batch.cos).toEqual(cos);
  });

  it("asks for the solution's tokens only, each from the token before it", () => {
    const batch = packExamples(TINY, EXAMPLES, 2, 7);
    expect([...batch.weights]).toEqual([0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect([...batch.targets]).toEqual([0, 3, 4, 0, 6, 0, 0, 0, 0, 10, 0, 0, 0, 0]);
    expect(batch.learnedTokens).toBe(4);
  });

  it("leaves for the next batch what does not fit, in order", () => {
    expect(packExamples(TINY, EXAMPLES, 1, 5).starts).toEqual([0]);
    expect(packExamples(TINY, EXAMPLES, 2, 5).starts).toEqual([0, 5]);
    expect(packExamples(TINY, [], 1, 5).starts).toEqual([]);
  });

  it("refuses an example that is longer than a row, with both lengths", () => {
    expect(() => packExamples(TINY, EXAMPLES, 5, 3)).toThrow("An example has 4 tokens, a row only 3.");
  });
});
