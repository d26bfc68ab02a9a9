import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyLogprobs, float64Logprobs, logprobsOf } from "../../../tests/support/distributions";
import { golden } from "../../../tests/support/golden";
import { entropy } from "./entropy";

describe("entropy", () => {
  test.each(golden.pairs)("gives the golden value: $name", ({ a, values }) => {
    expect(Math.abs(entropy(float64Logprobs(a)) - values.entropyA)).toBeLessThan(1e-12);
    expect(Math.abs(entropy(logprobsOf(a)) - values.entropyA)).toBeLessThan(1e-6);
  });

  test("is 0, not −0, for a one-hot distribution", () => {
    expect(entropy(Float32Array.of(-Infinity, 0, -Infinity))).toBe(0);
  });

  test("is ln V for a uniform one", () => {
    expect(entropy(logprobsOf(new Array<number>(64).fill(2)))).toBeCloseTo(Math.log(64), 6);
  });

  test("stays within 0 … ln V", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }).chain(anyLogprobs), (logprobs) => {
        expect(entropy(logprobs)).toBeGreaterThanOrEqual(0);
        expect(entropy(logprobs)).toBeLessThanOrEqual(Math.log(logprobs.length) + 1e-5);
      }),
    );
  });
});
