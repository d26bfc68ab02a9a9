import { describe, expect, test } from "vitest";
import { binValues } from "./binValues";
import { countWithin } from "../../core/compare/valueInterval";
import { colourOf } from "./scales";
import { histogramLayout, intervalOf, spanOf } from "./histogram.layout";

const bars = (values: number[], bins: number) =>
  histogramLayout(binValues(values, { bins }), {}, 200, 100).bars;

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
    expect(Math.min(...heights.filter((height) => height > 0))).toBe(2);
  });

  test("gives one token of 33 a thirty-third of the height", () => {
    const values = [...new Array<number>(33).fill(0.1), 0.95];
    const [most, least] = bars(values, 10)
      .map((bar) => bar.height)
      .filter((height) => height > 0);
    expect((least as number) / (most as number)).toBeCloseTo(1 / 33, 2);
  });

  test("writes the count over bars that are hardly seen, and turns it where it is too wide", () => {
    const values = (low: number) => [
      ...new Array<number>(50 * low).fill(0.05),
      ...new Array<number>(low).fill(0.95),
    ];
    const counts = (low: number) =>
      histogramLayout(binValues(values(low), { bins: 10 }), {}, 200, 100).lowCounts;
    expect(counts(1)).toEqual([{ x: 190, y: 75, count: 1, turned: false }]);
    expect(counts(100)).toEqual([{ x: 190, y: 75, count: 100, turned: true }]);
  });

  test("shows the threshold of a signed measure on both sides of 0, as far as the ranges reach", () => {
    const layout = (values: number[]) =>
      histogramLayout(binValues(values, { bins: 4 }), { threshold: 0.5, mirrored: true }, 200, 100);
    expect([layout([-1, 0.9]).thresholdX, layout([-1, 0.9]).mirrorX]).toEqual([150, 50]);
    expect([layout([0.1, 1]).thresholdX, layout([0.1, 1]).mirrorX]).toEqual([100, null]);
  });

  test("labels no two places alike, and whole numbers at whole places only", () => {
    const ticks = (values: number[], options: object) =>
      histogramLayout(binValues(values, { bins: 4 }), options, 800, 100).xTicks.map((tick) => tick.value);
    expect(ticks([-1, 1], { format: (value: number) => value.toFixed(0) })).toEqual([-1, 0, 1, 2]);
    expect(ticks([-1, 1], { whole: true })).toEqual([-1, 0, 1]);
    expect(ticks([-1, 0.9], {})).toEqual([-1, -0.5, 0, 0.5, 1]);
  });

  test("names whole numbers in the middle of their ranges and draws the threshold between two", () => {
    const layout = histogramLayout(
      binValues([-2, 0, 1], { bins: 4, whole: true }),
      { whole: true, threshold: 1, mirrored: true },
      400,
      100,
    );
    expect(layout.xTicks.map(({ value, x }) => [value, x])).toEqual([
      [-2, 50],
      [-1, 150],
      [0, 250],
      [1, 350],
    ]);
    expect([layout.mirrorX, layout.thresholdX]).toEqual([100, 400]);
    const classes = { kind: "classes", labels: ["unshifted", "marginal"] } as const;
    const { bars } = histogramLayout(
      binValues([0, 1], { bins: 4, whole: true }),
      { whole: true, scale: classes },
      400,
      100,
    );
    expect(bars.map((bar) => bar.colour)).toEqual([colourOf(classes, 0), colourOf(classes, 1)]);
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
  const values = [-Infinity, 0, 0, 0.1, 0.2, 0.3, 0.5, 0.9, 1, Infinity];
  const { bins } = binValues(values, { bins: 5 });

  test("become the interval of the values they count, whichever they are, and are found again from it", () => {
    for (let from = 0; from < bins.length; from++) {
      for (let to = from; to < bins.length; to++) {
        const interval = intervalOf(bins, [from, to]);
        const counted = bins.slice(from, to + 1).reduce((sum, bin) => sum + bin.count, 0);
        expect(countWithin(values, interval)).toBe(counted);
        expect(spanOf(bins, interval)).toEqual([from, to]);
      }
    }
  });

  test("hold their low end and not their high end, but for the last range and beside 0", () => {
    const ends = (from: number, to: number) => {
      const { low, high, includesLow, includesHigh } = intervalOf(bins, [from, to]);
      return `${includesLow ? "[" : "("}${low}, ${high}${includesHigh ? "]" : ")"}`;
    };
    expect([ends(1, 1), ends(2, 2), ends(3, 4), ends(6, 6), ends(7, 7)]).toEqual([
      "[0, 0]",
      "(0, 0.2)",
      "[0.2, 0.6)",
      "[0.8, 1]",
      "[Infinity, Infinity]",
    ]);
  });

  test("are none where an interval holds no whole bin", () => {
    expect(spanOf(bins, { low: 0.25, high: 0.5, includesLow: true, includesHigh: true })).toBeNull();
  });
});
