import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placesFor, shareTopFor, topFor } from "./steps";

describe("placesFor", () => {
  test("has place for all and grows by a third or a half at a time", () => {
    expect([0, 32, 33, 49, 65, 97, 4000].map(placesFor)).toEqual([32, 32, 48, 64, 96, 128, 4096]);
  });
});

describe("topFor", () => {
  test("is the next round number, itself where it is one", () => {
    expect([0.3, 0.31, 0.69, 0.71, 1, 12, 0.0004].map(topFor)).toEqual([0.3, 0.5, 0.7, 1, 1, 15, 0.0005]);
  });

  test("is 1 where there is nothing to hold", () => {
    expect([0, -1, NaN, Infinity].map(topFor)).toEqual([1, 1, 1, 1]);
  });

  test("holds every size and wastes at most half of the axis", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (size) => {
        expect(topFor(size)).toBeGreaterThanOrEqual(size);
        expect(topFor(size)).toBeLessThan(2 * size);
      }),
    );
  });
});

describe("shareTopFor", () => {
  test("is the next round share, at most all", () => {
    expect([0, 0.01, 0.012, 0.06, 0.4, 0.76, 1].map(shareTopFor)).toEqual([0.01, 0.01, 0.02, 0.1, 0.5, 1, 1]);
  });
});
