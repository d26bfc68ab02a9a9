import { expect, test } from "vitest";
import { RegionBrush } from "./regionBrush";
import type { PlaneRegion } from "./scatterPlot.layout";

function brushed(before: PlaneRegion | null = null) {
  let region = before;
  const brush = new RegionBrush({
    regionOf: (one, other) => ({ x: [one.x, other.x], y: [one.y, other.y] }),
    region: () => region,
    onRegion: (now) => (region = now),
  });
  return { brush, region: () => region };
}

test("a drag brushes the rectangle between its ends, and the click that ends it is none", () => {
  const { brush, region } = brushed();
  brush.press({ x: 10, y: 20 });
  expect(brush.move({ x: 12, y: 21 })).toBe(false);
  expect(brush.move({ x: 10, y: 60 })).toBe(true);
  brush.release();
  expect(region()).toEqual({ x: [10, 10], y: [20, 60] });
  expect(brush.isClick()).toBe(false);
  expect(brush.isClick()).toBe(true);
});

test("a press without a drag is a click, and moving without a press is nothing", () => {
  const { brush, region } = brushed();
  expect(brush.move({ x: 300, y: 1 })).toBe(false);
  brush.press({ x: 1, y: 1 });
  brush.release();
  expect([brush.isClick(), region()]).toEqual([true, null]);
});

test("a drag that is given up leaves what was brushed before", () => {
  const before: PlaneRegion = { x: [0, 1], y: [0, 1] };
  const { brush, region } = brushed(before);
  expect(brush.giveUp()).toBe(false);
  brush.press({ x: 1, y: 1 });
  brush.move({ x: 50, y: 50 });
  expect(brush.giveUp()).toBe(true);
  expect(region()).toBe(before);
});
