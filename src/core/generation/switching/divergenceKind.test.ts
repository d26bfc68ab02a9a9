import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyPair } from "../../../../tests/support/distributions";
import { pairStatistics } from "../../compare/position";
import { DIVERGENCES, divergenceRow } from "./divergenceKind";

describe("divergenceRow", () => {
  test("takes its own number of the statistics", () => {
    const statistics = { entropyA: 1, entropyB: 2, klAB: 3, klBA: 4, js: 5, totalVariation: 6 };
    expect((["js", "klAB", "klBA", "tv"] as const).map((kind) => divergenceRow(kind).of(statistics))).toEqual(
      [5, 3, 4, 6],
    );
  });

  test("no divergence lies below its range, and the bounded ones not above it", () => {
    fc.assert(
      fc.property(anyPair, ([a, b]) => {
        for (const { id, of, range } of DIVERGENCES) {
          const value = of(pairStatistics(a, b));
          expect(value).toBeGreaterThanOrEqual(range[0]);
          if (id === "js" || id === "tv") expect(value).toBeLessThanOrEqual(range[1] + 1e-6);
        }
      }),
    );
  });

  test("the usual threshold lies within the range", () => {
    for (const { defaultThreshold, range } of DIVERGENCES) {
      expect(defaultThreshold).toBeGreaterThan(range[0]);
      expect(defaultThreshold).toBeLessThan(range[1]);
    }
  });
});
