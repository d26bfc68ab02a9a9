import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLogprobs, normalLogprobs } from "../../../tests/support/distributions";
import { rank } from "./rank";
import { ranks } from "./ranks";

describe("ranks", () => {
  test("equals the rank of each token, repeated ones included", () => {
    const someOf = (logprobs: Float32Array) =>
      fc.tuple(fc.constant(logprobs), fc.array(fc.nat({ max: logprobs.length - 1 }), { maxLength: 12 }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }).chain(anyLogprobs).chain(someOf), ([logprobs, ids]) => {
        expect([...ranks(logprobs, ids)]).toEqual(ids.map((id) => rank(logprobs, id)));
      }),
    );
  });

  test("equals the rank of each of a few tokens of a large vocabulary, deep and shallow, tied and not", () => {
    for (const row of [normalLogprobs(10_007, 3), normalLogprobs(10_007, 4).map(Math.round)]) {
      const ids = Array.from({ length: 40 }, (_, index) => (index * 7919) % row.length);
      expect([...ranks(row, ids)]).toEqual(ids.map((id) => rank(row, id)));
    }
  });

  test("of no tokens is empty", () => {
    expect(ranks(Float32Array.of(-1, -2), [])).toHaveLength(0);
  });

  test.each([-1, 2])("refuses token %d of a vocabulary of 2", (id) => {
    expect(() => ranks(Float32Array.of(-1, -2), [0, id])).toThrow(RangeError);
  });
});
