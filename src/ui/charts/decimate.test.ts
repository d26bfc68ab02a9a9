import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Draws } from "../../core/random";
import { decimate } from "./decimate";

describe("decimate", () => {
  test("returns few values as they are", () => {
    expect(decimate([3, 1, 2], 100)).toEqual([
      { position: 0, value: 3 },
      { position: 1, value: 1 },
      { position: 2, value: 2 },
    ]);
    expect(decimate([], 100)).toEqual([]);
  });

  test("keeps first, lowest, highest and last of every column, in order", () => {
    const points = decimate([5, 9, 1, 5, 5, 6, 2, 2, 7, 5], 2);
    expect(points.map((point) => point.position)).toEqual([0, 1, 2, 4, 5, 6, 8, 9]);
  });

  test("keeps a single peak among ten thousand zeros", () => {
    const values = new Float64Array(10_000);
    values[7_123] = 0.6;
    const points = decimate(values, 300);
    expect(points.length).toBeLessThanOrEqual(1200);
    expect(points).toContainEqual({ position: 7_123, value: 0.6 });
  });

  test("breaks the line at NaN and ±∞, once per gap, never at the ends", () => {
    const points = decimate([NaN, 1, Infinity, NaN, 2, -Infinity], 100);
    expect(points.map((point) => point.value)).toEqual([1, NaN, 2]);
  });

  test("has nothing to draw where nothing is finite", () => {
    expect(decimate([NaN, Infinity], 10)).toEqual([]);
  });

  test("draws the same lowest and highest value in every column as all values do", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 60 }), (count, columns) => {
        const draws = new Draws(count, "test", columns);
        const values = Float64Array.from({ length: count }, () => draws.next());
        const points = decimate(values, columns);
        for (let column = 0; column < columns; column++) {
          const inColumn = (position: number) =>
            position >= Math.floor((column * count) / columns) &&
            position < Math.floor(((column + 1) * count) / columns);
          const all = [...values].filter((_, position) => inColumn(position));
          const kept = points.filter((point) => inColumn(point.position)).map((point) => point.value);
          expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...all), Math.max(...all)]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
