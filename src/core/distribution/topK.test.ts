import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLogprobs, normalLogprobs } from "../../../tests/support/distributions";
import { topK } from "./topK";

/** The definition: sort all, take the first k that are possible. */
function sortedTopK(logprobs: Float32Array, k: number): number[] {
  return [...logprobs.keys()]
    .filter((id) => logprobs[id]! > -Infinity)
    .sort((x, y) => logprobs[y]! - logprobs[x]! || x - y)
    .slice(0, k);
}

describe("topK", () => {
  test("lists the most probable first, with their log-probabilities", () => {
    const { ids, logprobs } = topK(Float32Array.of(-3, -1, -2, -4), 2);
    expect([...ids]).toEqual([1, 2]);
    expect([...logprobs]).toEqual([-1, -2]);
  });

  test("breaks ties by the lower id, at the border of k too", () => {
    expect([...topK(Float32Array.of(-2, -1, -2, -1, -2), 3).ids]).toEqual([1, 3, 0]);
  });

  test("lists no token of probability 0", () => {
    expect([...topK(Float32Array.of(-Infinity, -0.5, -Infinity, -1), 4).ids]).toEqual([1, 3]);
  });

  test("of k = 0 is empty, of k beyond V is everything", () => {
    expect(topK(Float32Array.of(-1, -2), 0).ids).toHaveLength(0);
    expect([...topK(Float32Array.of(-2, -1), 9).ids]).toEqual([1, 0]);
  });

  test("reads float64 as well", () => {
    expect([...topK(Float64Array.of(-3, -1, -2), 2).ids]).toEqual([1, 2]);
  });

  test("equals sorting everything", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }).chain(anyLogprobs), fc.nat({ max: 70 }), (logprobs, k) => {
        expect([...topK(logprobs, k).ids]).toEqual(sortedTopK(logprobs, k));
      }),
    );
  });

  test.each([1, 20, 1000, 5000])("equals sorting everything for k = %d of 10 007 tokens", (k) => {
    const logprobs = normalLogprobs(10_007, 1);
    expect([...topK(logprobs, k).ids]).toEqual(sortedTopK(logprobs, k));
  });

  test("equals sorting everything where half the vocabulary is tied", () => {
    const coarse = normalLogprobs(10_007, 2).map((logprob) => Math.round(logprob));
    expect([...topK(coarse, 50).ids]).toEqual(sortedTopK(coarse, 50));
  });
});
