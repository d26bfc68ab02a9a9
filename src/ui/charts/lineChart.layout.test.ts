import { describe, expect, test } from "vitest";
import { lineChartLayout, MAX_POSITIONS } from "./lineChart.layout";

describe("lineChartLayout", () => {
  test("draws one plateau per token, from its edge to the next, and few ticks", () => {
    const { lines, xTicks, yTicks, plot, thresholdY, zeroY } = lineChartLayout(
      { values: [0.1, 0.5, 0], threshold: 0.2 },
      300,
      120,
    );
    expect({ lines, xTicks, yTicks, plot, thresholdY, zeroY }).toMatchInlineSnapshot(`
      {
        "lines": [
          {
            "area": "M0,100V82.8H100V14H200V100H300V100Z",
            "end": {
              "x": 306,
              "y": 100,
            },
            "path": "M0,82.8H100V14H200V100H300",
            "series": "first",
          },
        ],
        "plot": {
          "bottom": 100,
          "left": 0,
          "right": 300,
          "top": 14,
        },
        "thresholdY": 65.6,
        "xTicks": [
          {
            "anchor": "middle",
            "label": "1",
            "x": 50,
          },
          {
            "anchor": "middle",
            "label": "2",
            "x": 150,
          },
          {
            "anchor": "middle",
            "label": "3",
            "x": 250,
          },
        ],
        "yTicks": [
          {
            "value": 0.5,
            "y": 14,
          },
        ],
        "zeroY": 100,
      }
    `);
  });

  test("marks +∞ above the plot, −∞ below, NaN at 0, and leaves gaps in the line", () => {
    const { lines, marks, plot } = lineChartLayout({ values: [1, Infinity, NaN, -Infinity, 2] }, 500, 100);
    expect(lines[0]?.path).toMatchInlineSnapshot(`"M0,50H100M400,20H500"`);
    expect(marks).toMatchInlineSnapshot(`
      [
        {
          "kind": "infinite",
          "position": 1,
          "series": "first",
          "x": 150,
          "y": 8,
        },
        {
          "kind": "missing",
          "position": 2,
          "series": "first",
          "x": 250,
          "y": 80,
        },
        {
          "kind": "negative-infinite",
          "position": 3,
          "series": "first",
          "x": 350,
          "y": 80,
        },
      ]
    `);
    expect(plot.top).toBeGreaterThan(lineChartLayout({ values: [1, 2] }, 500, 100).plot.top);
  });

  test("names two lines at their ends, moved apart where they would overlap", () => {
    const { lines, plot } = lineChartLayout({ values: [1, 2], secondValues: [2, 1.99] }, 200, 100);
    const [first, second] = lines.map((line) => line.end);
    expect(first?.x).toBe(plot.right + 6);
    expect((second?.y ?? 0) - (first?.y ?? 0)).toBeCloseTo(14, 5);
    expect(lines.map((line) => line.path)).toMatchInlineSnapshot(`
      [
        "M45.5,47L136.5,14",
        "M45.5,14L136.5,14.3",
      ]
    `);
  });

  test("has no ticks and no threshold where no value is finite", () => {
    for (const values of [[], [Infinity, NaN]]) {
      const layout = lineChartLayout({ values, threshold: 0.1 }, 300, 100);
      expect([layout.yTicks, layout.thresholdY]).toEqual([[], null]);
    }
  });

  test("gives equal values of 0 a flat line on the axis, and one token the whole width", () => {
    expect(lineChartLayout({ values: [0, 0] }, 100, 100).lines[0]?.path).toBe("M0,80H50V80H100");
    expect(lineChartLayout({ values: [3] }, 100, 100).lines[0]?.path).toBe("M0,14H100");
  });

  test("spans a given domain and clamps what lies beyond", () => {
    const layout = lineChartLayout({ values: [5, -5], domain: [-1, 1] }, 100, 100);
    expect([layout.yOf(5), layout.yOf(-5), layout.yOf(0)]).toEqual([14, 80, 47]);
  });

  test("makes room for a threshold above all values", () => {
    expect(lineChartLayout({ values: [0.001], threshold: 0.1 }, 100, 100).domain).toEqual([0, 0.1]);
  });

  test("shows the threshold of a signed measure on both sides of 0", () => {
    const both = lineChartLayout({ values: [0.5], threshold: 0.2, mirrored: true }, 100, 100);
    expect(both.domain).toEqual([-0.2, 0.5]);
    expect([both.thresholdY, both.mirrorY]).toEqual([both.yOf(0.2), both.yOf(-0.2)]);
    expect(lineChartLayout({ values: [0.5], threshold: 0.2 }, 100, 100).mirrorY).toBeNull();
  });

  test("says a value once: no tick where the threshold is named, no two ticks with one label", () => {
    const data = { values: [0.2], threshold: 0.1 };
    const ticks = (more: object) =>
      lineChartLayout({ ...data, ...more }, 300, 180).yTicks.map((tick) => tick.value);
    expect(ticks({})).toEqual([0.05, 0.1, 0.15, 0.2]);
    expect(ticks({ thresholdNamed: true })).toEqual([0.05, 0.15, 0.2]);
    expect(ticks({ format: (value: number) => value.toFixed(1) })).toEqual([0.1, 0.2]);
    const ranks = { values: [1, -1, 0], whole: true };
    expect(lineChartLayout(ranks, 300, 180).yTicks.map((tick) => tick.value)).toEqual([-1, 1]);
  });

  test("keeps ten thousand positions to a few points per pixel, highest value included", () => {
    const values = new Float64Array(10_000);
    values[4_321] = 0.6;
    const layout = lineChartLayout({ values }, 600, 100);
    expect(layout.lines[0]?.path.split("L").length).toBeLessThanOrEqual(4 * 600);
    expect(layout.lines[0]?.path).toContain(`${layout.xOf(4_321)},${layout.plot.top}`);
  });

  test("turns pixels back into positions and values, clamped to the chart", () => {
    const layout = lineChartLayout({ values: [0, 1, 2, 3] }, 400, 100);
    expect([-5, 0, 99, 100, 250, 1000].map(layout.positionAt)).toEqual([0, 0, 0, 1, 2, 3]);
    for (let position = 0; position < 4; position++) {
      expect(layout.positionAt(layout.xOf(position))).toBe(position);
      expect(layout.valueAt(layout.yOf(position))).toBeCloseTo(position, 10);
    }
    expect([layout.valueAt(-100), layout.valueAt(1000)]).toEqual([3, 0]);
  });

  test("colours its axis by the measure's own scale", () => {
    const scale = { kind: "diverging" as const, limit: 1 };
    const { gradient } = lineChartLayout({ values: [-1, 1], scale }, 100, 100);
    expect([gradient[0], gradient[4], gradient[8]]).toMatchInlineSnapshot(`
      [
        {
          "colour": "color-mix(in oklab, var(--diverging-a) 100%, var(--diverging-middle))",
          "offset": "0%",
        },
        {
          "colour": "color-mix(in oklab, var(--diverging-b) 0%, var(--diverging-middle))",
          "offset": "50%",
        },
        {
          "colour": "color-mix(in oklab, var(--diverging-b) 100%, var(--diverging-middle))",
          "offset": "100%",
        },
      ]
    `);
  });

  test("survives a container without width", () => {
    expect(() => lineChartLayout({ values: [1, 2], secondValues: [1, 2] }, 0, 100)).not.toThrow();
  });

  test("refuses more positions than it can draw", () => {
    expect(() => lineChartLayout({ values: new Float64Array(MAX_POSITIONS + 1) }, 100, 100)).toThrow(
      "got 100001",
    );
  });
});
