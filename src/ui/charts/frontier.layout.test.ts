import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frontierLayout, type FrontierData, type FrontierPoint } from "./frontier.layout";

const point = (changes: Partial<FrontierPoint> = {}): FrontierPoint => ({
  series: "switched",
  sweep: 0.1,
  share: 0.05,
  reward: 0.5,
  low: 0.4,
  high: 0.6,
  n: 100,
  ...changes,
});

const data = (points: readonly FrontierPoint[], changes: Partial<FrontierData> = {}): FrontierData => ({
  points,
  labels: {
    a: () => "base alone 0.20",
    b: () => "rl alone 0.70",
    switched: () => "switched",
    control: () => "random control",
  },
  format: (reward) => reward.toFixed(2),
  ...changes,
});

const a = { reward: 0.2, low: 0.15, high: 0.25 };
const b = { reward: 0.7, low: 0.65, high: 0.75 };

const typical = [
  point({ sweep: 0.4, share: 0.004, reward: 0.3, low: 0.2, high: 0.4 }),
  point({ sweep: 0.05, share: 0.08, reward: 0.7, low: 0.6, high: 0.8 }),
  point({ sweep: 0.2, share: 0.02, reward: 0.6, low: 0.5, high: 0.7 }),
  point({ series: "control", sweep: 0.2, share: 0.02, reward: 0.25, low: 0.15, high: 0.35 }),
  point({ series: "control", sweep: 0.05, share: 0.08, reward: 0.3, low: 0.2, high: 0.4 }),
];

describe("frontierLayout", () => {
  test("draws each series in the order of its sweep, its intervals, and the references", () => {
    const { lines, intervals, references, shareTop, rewards, plot } = frontierLayout(
      data(typical, { a, b }),
      400,
      234,
    );
    expect({
      lines,
      intervals: intervals.slice(0, 2),
      references,
      shareTop,
      rewards,
      plot,
    }).toMatchInlineSnapshot(`
      {
        "intervals": [
          {
            "bottom": 152.5,
            "series": "control",
            "top": 105,
            "x": 319.6,
          },
          {
            "bottom": 164.4,
            "series": "control",
            "top": 116.9,
            "x": 108.4,
          },
        ],
        "lines": [
          {
            "path": "M319.6,128.8L108.4,140.6",
            "series": "control",
          },
          {
            "path": "M319.6,33.8L108.4,57.5L52.1,128.8",
            "series": "switched",
          },
        ],
        "plot": {
          "bottom": 200,
          "left": 38,
          "right": 390,
          "top": 10,
        },
        "references": [
          {
            "bottom": 164.4,
            "model": "a",
            "top": 140.6,
            "y": 152.5,
          },
          {
            "bottom": 45.6,
            "model": "b",
            "top": 21.9,
            "y": 33.8,
          },
        ],
        "rewards": [
          0,
          0.8,
        ],
        "shareTop": 0.1,
      }
    `);
  });

  test("shows as much of the axis of shares as the points need, in round steps from 0", () => {
    const topOf = (...shares: number[]) =>
      frontierLayout(data(shares.map((share) => point({ share }))), 400, 200).shareTop;
    expect([topOf(0), topOf(0.013), topOf(0.02, 0.18), topOf(0.9), topOf(1)]).toEqual([
      0.01, 0.02, 0.2, 1, 1,
    ]);
    const { xTicks } = frontierLayout(data([point({ share: 0.08 })]), 640, 200);
    expect(xTicks.map(({ label }) => label)).toEqual(["0 %", "2 %", "4 %", "6 %", "8 %", "10 %"]);
    expect(frontierLayout(data([]), 400, 200).xTicks).toEqual([]);
  });

  test("shows 0 on the axis of rewards where it is near, and never leaves out an interval", () => {
    const of = (low: number, high: number) =>
      frontierLayout(data([point({ reward: (low + high) / 2, low, high })]), 400, 200).rewards;
    expect(of(0.3, 0.7)[0]).toBe(0);
    expect(of(0.8, 0.95)[0]).toBeGreaterThan(0.5);
    expect(of(-0.4, -0.1)[1]).toBe(0);
    fc.assert(
      fc.property(
        fc.integer({ min: -10_000, max: 10_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (hundredths, more) => {
          const [low, width] = [hundredths / 100, more / 100];
          const [from, to] = of(low, low + width);
          expect(from).toBeLessThanOrEqual(low);
          expect(to).toBeGreaterThanOrEqual(low + width);
          expect(to).toBeGreaterThan(from);
        },
      ),
    );
  });

  test("has an axis for equal rewards with intervals of no width, and draws no intervals for them", () => {
    const equal = point({ reward: 1, low: 1, high: 1 });
    const { rewards, intervals, places } = frontierLayout(data([equal]), 400, 200);
    expect(rewards).toEqual([0.9, 1]);
    expect(intervals).toEqual([]);
    expect(places).toHaveLength(1);
    const rewardsOf = (reward: number) =>
      frontierLayout(data([point({ reward, low: reward, high: reward })]), 400, 200).rewards;
    expect(rewardsOf(0)).toEqual([0, 0.1]);
    expect(rewardsOf(0.52)).toEqual([0.46, 0.58]);
    expect(rewardsOf(-3)[0]).toBeLessThan(-3);
  });

  test("draws no line for one point and nothing for none, but the references", () => {
    expect(frontierLayout(data([point()]), 400, 200).lines).toEqual([]);
    const none = frontierLayout(data([], { a, b }), 400, 200);
    expect([none.places, none.lines, none.order]).toEqual([[], [], []]);
    expect(none.references).toHaveLength(2);
    expect(frontierLayout(data([]), 400, 200).yTicks).toEqual([]);
  });

  test("puts points of one series on one pixel in one place, and keeps those of the other apart", () => {
    const same = [
      point({ sweep: 0.5 }),
      point({ sweep: 0.3 }),
      point({ series: "control" }),
      point({ share: 0.1 }),
    ];
    const { places, placeOf, placeAt } = frontierLayout(data(same), 400, 200);
    expect(places.map(({ series, indices }) => [series, indices])).toEqual([
      ["control", [2]],
      ["switched", [3]],
      ["switched", [1, 0]],
    ]);
    expect(placeOf(0)).toBe(placeOf(1));
    const shared = placeOf(0);
    expect(placeAt(shared?.x ?? 0, (shared?.y ?? 0) + 5)?.series).toBe("switched");
    expect(placeAt(shared?.x ?? 0, (shared?.y ?? 0) + 60)).toBeUndefined();
  });

  test("walks the drawn points from left to right, the switched before the control", () => {
    expect(frontierLayout(data(typical), 400, 200).order).toEqual([0, 2, 3, 1, 4]);
  });

  test("refuses what cannot be drawn and says which number and why", () => {
    const bad = [
      point({ reward: NaN }),
      point({ share: 1.2 }),
      point({ high: Infinity }),
      point({ low: 0.7, high: 0.6 }),
      point({ sweep: -Infinity }),
      point(),
    ];
    const layout = frontierLayout(data(bad, { a: { ...a, reward: NaN }, b }), 400, 200);
    expect(layout.refused).toEqual([
      { of: 0, field: "reward", reason: "missing" },
      { of: 1, field: "share", reason: "outside" },
      { of: 2, field: "high", reason: "infinite" },
      { of: 3, field: "high", reason: "crossed" },
      { of: 4, field: "sweep", reason: "negative-infinite" },
      { of: "a", field: "reward", reason: "missing" },
    ]);
    expect(layout.order).toEqual([5]);
    expect(layout.references.map(({ model }) => model)).toEqual(["b"]);
  });

  test("never draws a coordinate that is no number", () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(0, 0.5, 1, NaN, Infinity));
    const anyPoint = fc.record({
      series: fc.constantFrom("switched" as const, "control" as const),
      sweep: number,
      share: number,
      reward: fc.double({ min: -1e9, max: 1e9 }),
      low: fc.double({ min: -1e9, max: 1e9 }),
      high: fc.double({ min: -1e9, max: 1e9 }),
      n: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 6 }), fc.integer({ min: 1, max: 900 }), (points, width) => {
        const layout = frontierLayout(data(points), width, 200);
        expect(JSON.stringify([layout.places, layout.lines, layout.labels, layout.xTicks])).not.toMatch(
          /null|NaN|Infinity/,
        );
        expect(layout.order.length + layout.refused.length).toBe(points.length);
      }),
    );
  });

  test("names lines where they stand, apart from each other even where the references are close", () => {
    const close = { ...b, reward: 0.21 };
    for (const width of [342, 640]) {
      const { labels } = frontierLayout(data(typical, { a, b: close }), width, 264);
      expect(labels.map(({ tone }) => tone)).toEqual(["a", "b", "switched", "control"]);
      const [one, two] = labels;
      expect(one?.x !== two?.x || Math.abs((one?.y ?? 0) - (two?.y ?? 0)) > 11).toBe(true);
    }
    const asked: number[] = [];
    const a342 = { ...data([]).labels, a: (most: number) => String(asked.push(most)) };
    frontierLayout(data([], { a, labels: a342 }), 342, 264);
    expect(asked).toEqual([26]);
  });

  test("names a line at a point that stands alone, not in the crowd where few tokens are", () => {
    const crowd = [0, 0.005, 0.02, 0.03, 0.04].flatMap((share) => [
      point({ series: "switched", share, sweep: 1 - share, reward: 0.45 + 3 * share }),
      point({ series: "control", share, sweep: 1 - share, reward: 0.45 }),
    ]);
    const alone = [
      point({ series: "switched", share: 0.25, sweep: 0.01, reward: 0.7 }),
      point({ series: "control", share: 0.25, sweep: 0.01, reward: 0.5 }),
    ];
    const { labels, placeOf } = frontierLayout(data([...crowd, ...alone]), 640, 264);
    const named = labels.filter(({ tone }) => tone === "switched" || tone === "control");
    expect(named).toHaveLength(2);
    for (const { x } of named) expect(x).toBeGreaterThan((placeOf(9)?.x ?? NaN) + 9);
  });

  test("grows with the type", () => {
    expect(frontierLayout(data(typical), 640, 528, 2).plot.bottom).toBe(460);
  });
});
