import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyPair, logprobsOf, normalLogprobs } from "../../../tests/support/distributions";
import { golden } from "../../../tests/support/golden";
import { positionStatistics } from "./position";
import { positionStatisticsFast } from "./positionFast";
import type { PositionStatistics } from "./position";

/** Greatest difference of two statistics, absolute up to 1000 and relative to that beyond; infinities must be equal. */
function worstDifference(x: PositionStatistics, y: PositionStatistics): number {
  const names = Object.keys(x) as (keyof PositionStatistics)[];
  const difference = (p: number, q: number) =>
    p === q ? 0 : Math.abs(p - q) / Math.max(1, Math.abs(p) / 1000);
  return Math.max(...names.map((name) => difference(x[name], y[name])));
}

/** The fast statistics against the plain ones, for the first, a middle and the last token. */
function worstOf(a: Float32Array, b: Float32Array): number {
  const tokens = [0, a.length >> 1, a.length - 1];
  return Math.max(
    ...tokens.map((token) =>
      worstDifference(positionStatisticsFast(a, b, token), positionStatistics(a, b, token)),
    ),
  );
}

const SHAPES: Record<string, (size: number) => Float32Array> = {
  "a language model's": (size) => normalLogprobs(size, 1),
  "another's": (size) => normalLogprobs(size, 2),
  uniform: (size) => logprobsOf(new Array<number>(size).fill(0)),
  "one-hot": (size) => logprobsOf(Array.from({ length: size }, (_, id) => (id === 3 ? 0 : -Infinity))),
  "all but one-hot": (size) => logprobsOf(Array.from({ length: size }, (_, id) => (id === 5 ? 1e4 : -1e4))),
  "half impossible": (size) => normalLogprobs(size, 3).map((logprob, id) => (id % 2 ? logprob : -Infinity)),
  "around the kernel's cut": (size) =>
    logprobsOf(Array.from({ length: size }, (_, id) => (id === 0 ? 0 : -44 - Math.sin(id)))),
};

describe("positionStatisticsFast", () => {
  const pairs = Object.keys(SHAPES).flatMap((x) => Object.keys(SHAPES).map((y): [string, string] => [x, y]));

  test.each(pairs)("equals the plain statistics within 1e-9: %s against %s", (x, y) => {
    for (const size of [7, 3001])
      expect(worstOf(SHAPES[x]!(size), SHAPES[y]!(size))).toBeLessThanOrEqual(1e-9);
  });

  test.each(golden.pairs)("equals the plain statistics within 1e-9: $name", ({ a, b }) => {
    expect(worstOf(logprobsOf(a), logprobsOf(b))).toBeLessThanOrEqual(1e-9);
  });

  test("equals the plain statistics within 1e-9 for any pair", () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        expect(worstOf(a, b)).toBeLessThanOrEqual(1e-9);
      }),
    );
  });

  test("equals the plain statistics within 1e-9 over a whole vocabulary", () => {
    expect(worstOf(normalLogprobs(151_936, 1), normalLogprobs(151_936, 2))).toBeLessThanOrEqual(1e-9);
  });

  test("of a distribution and itself has no divergence at all", () => {
    const a = normalLogprobs(1000, 5);
    expect(positionStatisticsFast(a, a, 7)).toMatchObject({ klAB: 0, klBA: 0, js: 0, totalVariation: 0 });
  });

  test("refuses unequal lengths and names both", () => {
    expect(() => positionStatisticsFast(Float32Array.of(0), logprobsOf([1, 2]), 0)).toThrow(
      "Comparison: A has 1 log-probabilities, B has 2",
    );
  });
});
