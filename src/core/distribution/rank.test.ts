import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLogprobs, logprobsOf } from "../../../tests/support/distributions";
import { golden } from "../../../tests/support/golden";
import { mostProbable } from "./mostProbable";
import { rank } from "./rank";

describe("rank", () => {
  test.each(golden.pairs)("gives the golden ranks: $name", ({ a, values }) => {
    const logits = Float64Array.from(a);
    expect(a.map((_, id) => rank(logits, id))).toEqual(values.ranksA);
  });

  test("counts from 1 and gives ties to the lower id, impossible tokens too", () => {
    const logprobs = Float32Array.of(-Infinity, -1, -1, -Infinity);
    expect([0, 1, 2, 3].map((id) => rank(logprobs, id))).toEqual([3, 1, 2, 4]);
  });

  test("is a permutation of 1 … V", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }).chain(anyLogprobs), (logprobs) => {
        const ranks = [...logprobs.keys()].map((id) => rank(logprobs, id));
        expect(ranks.sort((x, y) => x - y)).toEqual([...logprobs.keys()].map((id) => id + 1));
      }),
    );
  });

  test("is 1 for the most probable token and for no other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }).chain(anyLogprobs), (logprobs) => {
        const first = [...logprobs.keys()].filter((id) => rank(logprobs, id) === 1);
        expect(first).toEqual([mostProbable(logprobs)]);
      }),
    );
  });

  test("refuses a token outside the vocabulary", () => {
    expect(() => rank(logprobsOf([1, 2, 3]), 3)).toThrow(/token 3 is not within 0 … 2/);
  });
});
