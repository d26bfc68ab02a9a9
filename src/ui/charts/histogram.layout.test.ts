import { describe, expect, test } from "vitest";
import { binValues } from "./binValues";
import { histogramLayout, spanOf, valuesOf } from "./histogram.layout";

const bars = (values: number[], bins: number, log = false) =>
  histogramLayout(binValues(values, { bins }), { log }, 200, 100).bars;

describe("histogramLayout", () => {
  test("gives each range its stretch of the axis and a height by its count", () => {
    const layout = histogramLayout(
      binValues([0.1, 0.2, 0.6, 0.7, 0.9], { bins: 2 }),
      { threshold: 0.5 },
      200,
      100,
    );
    expect(layout.bars.map(({ x, y, width, height, colour }) => ({ x, y, width, height, colour })))
      .toMatchInlineSnapshot(`
      [
        {
          "colour": "color-mix(in oklab, var(--magnitude-high) 25%, var(--magnitude-low))",
          "height": 45.3,
          "width": 99,
          "x": 0.5,
          "y": 34.7,
        },
        {
          "colour": "color-mix(in oklab, var(--magnitude-high) 75%, var(--magnitude-low))",
          "height": 68,
          "width": 99,
          "x": 100.5,
          "y": 12,
        },
      ]
    `);
    expect(layout.xTicks).toMatchInlineSnapshot(`
      [
        {
          "anchor": "start",
          "value": 0,
          "x": 0,
        },
        {
          "anchor": "middle",
          "value": 0.5,
          "x": 100,
        },
        {
          "anchor": "end",
          "value": 1,
          "x": 200,
        },
      ]
    `);
    expect(layout.countTicks).toMatchInlineSnapshot(`
      [
        {
          "count": 2,
          "y": 34.7,
        },
      ]
    `);
    expect(layout.thresholdX).toBe(100);
  });

  test("sets 0 and the infinities apart from the ranges, which keep clear of their names", () => {
    const layout = histogramLayout(binValues([-Infinity, 0, 0.5, 1, Infinity], { bins: 2 }), {}, 300, 100);
    expect(layout.bars.map((bar) => [bar.bin.kind, bar.slot.left, bar.slot.right])).toMatchInlineSnapshot(`
      [
        [
          "negative-infinite",
          0,
          14,
        ],
        [
          "zero",
          20,
          34,
        ],
        [
          "range",
          40,
          160,
        ],
        [
          "range",
          160,
          280,
        ],
        [
          "infinite",
          286,
          300,
        ],
      ]
    `);
    expect(layout.xTicks.map((tick) => tick.value)).not.toContain(0);
    expect(layout.xTicks.map((tick) => tick.value)).not.toContain(1);
  });

  test("keeps a count of one visible beside thousands, and an empty range empty", () => {
    const values = [...new Array<number>(5_000).fill(0.1), 0.95];
    const heights = bars(values, 10).map((bar) => bar.height);
    expect(heights.filter((height) => height > 0)).toHaveLength(2);
    expect(Math.min(...heights.filter((height) => height > 0))).toBe(1.5);
  });

  test("grows with log(1 + count) where asked, with powers of ten as ticks", () => {
    const values = [...new Array<number>(999).fill(0.1), 0.95];
    const [most, least] = bars(values, 10, true)
      .map((bar) => bar.height)
      .filter((height) => height > 0);
    expect((least as number) / (most as number)).toBeCloseTo(Math.log(2) / Math.log(1000), 2);
    const { countTicks } = histogramLayout(binValues(values, { bins: 10 }), { log: true }, 200, 100);
    expect(countTicks.map((tick) => tick.count)).toEqual([10, 100]);
  });

  test("finds the bin under a pixel", () => {
    const layout = histogramLayout(binValues([0, 0.25, 0.75], { bins: 2 }), {}, 220, 100);
    expect([-9, 5, 21, 119, 121, 500].map(layout.binAt)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(histogramLayout(binValues([], { bins: 2 }), {}, 200, 100).binAt(10)).toBe(-1);
  });

  test("has no axis and no threshold without a range", () => {
    for (const values of [[], [0, 0], [Infinity]]) {
      const layout = histogramLayout(binValues(values, { bins: 4 }), { threshold: 0.1 }, 200, 100);
      expect([layout.xTicks, layout.thresholdX]).toEqual([[], null]);
    }
  });
});

describe("brushed bins", () => {
  test("become the values they cover and are found again from them", () => {
    const { bins } = binValues([0, 0.1, 0.3, 0.5, 0.9, Infinity], { bins: 5 });
    expect(valuesOf(bins, [2, 3])).toEqual([0.2, 0.6]);
    for (const span of [
      [0, 2],
      [2, 3],
      [4, 6],
    ] as const) {
      expect(spanOf(bins, valuesOf(bins, span))).toEqual(span);
    }
  });

  test("are none where a range of values holds no whole bin", () => {
    expect(spanOf(binValues([0.1, 0.9], { bins: 2 }).bins, [0.1, 0.2])).toBeNull();
  });
});
