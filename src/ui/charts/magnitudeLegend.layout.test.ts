import { describe, expect, test } from "vitest";
import { magnitudeLegendLayout } from "./magnitudeLegend.layout";

describe("magnitudeLegendLayout", () => {
  test("labels both ends and one round value between, and places the threshold", () => {
    const { ticks, thresholdPercent } = magnitudeLegendLayout({ kind: "sequential", domain: [0, 1] }, 0.25);
    expect(ticks).toEqual([
      { percent: 0, value: 0, anchor: "start" },
      { percent: 40, value: 0.4, anchor: "middle" },
      { percent: 100, value: 1, anchor: "end" },
    ]);
    expect(thresholdPercent).toBe(25);
  });

  test("places ticks and threshold where the curve has them", () => {
    const scale = { kind: "sequential", domain: [0, 0.64], curve: "sqrt" } as const;
    const { ticks, thresholdPercent } = magnitudeLegendLayout(scale, 0.16);
    expect(thresholdPercent).toBe(50);
    expect(ticks[1]).toEqual({ percent: 55.9, value: 0.2, anchor: "middle" });
  });

  test("labels a diverging scale at −limit, 0 and limit", () => {
    const { ticks, ramp } = magnitudeLegendLayout({ kind: "diverging", limit: 0.5 });
    expect(ticks.map(({ percent, value }) => [percent, value])).toEqual([
      [0, -0.5],
      [50, 0],
      [100, 0.5],
    ]);
    expect(ramp).toContain("var(--diverging-a) 100%");
    expect(ramp).toContain("var(--diverging-b) 100%");
  });

  test("lists classes with their colours instead of a ramp", () => {
    expect(magnitudeLegendLayout({ kind: "classes", labels: ["low", "high"] }, 0.5)).toEqual({
      ramp: "none",
      ticks: [],
      thresholdPercent: null,
      classes: [
        { label: "low", colour: "color-mix(in oklab, var(--magnitude-high) 0%, var(--magnitude-low))" },
        { label: "high", colour: "color-mix(in oklab, var(--magnitude-high) 100%, var(--magnitude-low))" },
      ],
    });
  });

  test("clamps a threshold outside the domain and shows none where it is not finite", () => {
    const scale = { kind: "sequential", domain: [0, 1] } as const;
    expect(magnitudeLegendLayout(scale, 7).thresholdPercent).toBe(100);
    expect(magnitudeLegendLayout(scale, Infinity).thresholdPercent).toBeNull();
    expect(magnitudeLegendLayout(scale).thresholdPercent).toBeNull();
  });

  test("has one tick where a domain has no width", () => {
    expect(magnitudeLegendLayout({ kind: "sequential", domain: [0, 0] }).ticks).toHaveLength(1);
  });
});
