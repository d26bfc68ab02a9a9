import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isInRegion,
  scatterDots,
  scatterLayout,
  type ScatterPoint,
  type ScatterTone,
} from "./scatterPlot.layout";

const format = (value: number) => value.toFixed(2);
const AXES = { x: { format }, y: { format } };
const anyPoint = fc.record({
  x: fc.double({ min: 0, max: 0.7, noNaN: true }),
  y: fc.double({ min: -1, max: 3, noNaN: true }),
  tone: fc.constantFrom<ScatterTone>("a", "b", "neutral"),
});

describe("the layout of a scatter plot", () => {
  test("gives every finite point one place within the plot, and counts the others", () => {
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 60 }), fc.nat(5), (points, bad) => {
        const all: ScatterPoint[] = [
          ...points,
          ...Array.from({ length: bad }, () => ({ x: NaN, y: 1, tone: "a" as const })),
        ];
        const { places, plot, missing } = scatterLayout(all, AXES, 600, 260);
        expect(places.flatMap(({ indices }) => indices).toSorted((x, y) => x - y)).toEqual(
          points.map((_, at) => at),
        );
        expect(missing).toBe(bad);
        for (const { x, y } of places) {
          expect(x).toBeGreaterThanOrEqual(plot.left - 0.1);
          expect(x).toBeLessThanOrEqual(plot.right + 0.1);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(plot.bottom);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("puts few levels of y into a lane a tone, none of which hides another", () => {
    const points = (["a", "b", "neutral"] as const).map((tone) => ({ x: 0.3, y: 1, tone }));
    const { places } = scatterLayout(points, AXES, 600, 260);
    expect(places.map(({ tone }) => tone)).toEqual(["a", "b", "neutral"]);
    expect((places[1]?.y ?? 0) - (places[0]?.y ?? 0)).toBeCloseTo(9);
    expect(scatterLayout(points.slice(0, 1), AXES, 600, 260).places[0]?.y).toBeCloseTo(12);
  });

  test("brushes the values between two corners, and the whole of a lane that is touched", () => {
    const points: ScatterPoint[] = [
      { x: 0.1, y: 0, tone: "a" },
      { x: 0.3, y: 1, tone: "a" },
      { x: 0.3, y: 1, tone: "b" },
      { x: 0.6, y: 1, tone: "b" },
    ];
    const layout = scatterLayout(points, AXES, 600, 260);
    const [, one] = layout.places;
    if (!one) throw new Error("no place");
    const around = layout.regionOf({ x: one.x + 4, y: one.y + 3 }, { x: one.x - 4, y: one.y - 3 });
    expect(points.map((point) => isInRegion(point, around))).toEqual([false, true, true, false]);
    const box = layout.boxOf(around);
    expect(box.right - box.left).toBeCloseTo(8);
  });

  test("finds the nearest place within reach, and walks from left to right", () => {
    const points = [0.5, 0.1, 0.3].map((x): ScatterPoint => ({ x, y: x, tone: "a" }));
    const { places, placeAt } = scatterLayout(points, AXES, 600, 260);
    expect(places.map(({ indices }) => indices[0])).toEqual([1, 2, 0]);
    expect(placeAt((places[2]?.x ?? 0) + 5, places[2]?.y ?? 0)).toBe(2);
    expect(placeAt(-100, -100)).toBe(-1);
  });
});

describe("the dots", () => {
  test("are few paths, larger where more points lie, fainter beyond a region", () => {
    const points = [
      ...Array.from({ length: 20 }, (): ScatterPoint => ({ x: 0.2, y: 0.5, tone: "a" })),
      { x: 0.6, y: 0.9, tone: "a" as const },
    ];
    const { places } = scatterLayout(points, AXES, 600, 260);
    expect(scatterDots(places, points, null).map(({ width }) => width)).toEqual([5, 10]);
    const brushed = scatterDots(places, points, { x: [0.5, 0.7], y: [0, 1] });
    expect(brushed.map(({ width, outside }) => [width, outside])).toEqual([
      [10, true],
      [5, false],
    ]);
  });
});
