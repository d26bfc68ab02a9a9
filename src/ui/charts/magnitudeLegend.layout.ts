import { scaleLinear } from "d3-scale";
import { colourOf, strengthOf, valueOf, type ColourScale } from "./scales";

export interface LegendLayout {
  /** CSS background of the ramp: colours from left to right. */
  ramp: string;
  ticks: { percent: number; value: number; anchor: "start" | "middle" | "end" }[];
  /** Where the threshold stands; null without a finite one. */
  thresholdPercent: number | null;
  classes: { label: string; colour: string }[];
}

const RAMP_STEPS = 16;

/** The ramp, its few labelled values and the threshold's place on it; classes as swatches instead. */
export function magnitudeLegendLayout(scale: ColourScale, threshold?: number): LegendLayout {
  if (scale.kind === "classes") {
    const classes = scale.labels.map((label, index) => ({ label, colour: colourOf(scale, index) }));
    return { ramp: "none", ticks: [], thresholdPercent: null, classes };
  }
  const from = scale.kind === "diverging" ? -1 : 0;
  const percentOf = (strength: number) => round((100 * (strength - from)) / (1 - from));
  const stops = Array.from({ length: RAMP_STEPS + 1 }, (_, step) => from + ((1 - from) * step) / RAMP_STEPS);
  const strength =
    threshold !== undefined && Number.isFinite(threshold) ? strengthOf(scale, threshold) : null;
  const percents = new Map(
    tickValues(scale).map((value) => [percentOf(strengthOf(scale, value) ?? 0), value]),
  );
  return {
    ramp: `linear-gradient(in oklab to right, ${stops.map((stop) => colourOf(scale, valueOf(scale, stop))).join(", ")})`,
    ticks: [...percents].map(([percent, value]) => ({
      percent,
      value,
      anchor: percent === 0 ? "start" : percent === 100 ? "end" : "middle",
    })),
    thresholdPercent: strength === null ? null : percentOf(strength),
    classes: [],
  };
}

/** Both ends, the middle of a diverging scale, and one round value between where it stands clear of both ends. */
function tickValues(scale: Exclude<ColourScale, { kind: "classes" }>): number[] {
  if (scale.kind === "diverging") return [-scale.limit, 0, scale.limit];
  const [low, high] = scale.domain;
  const between = scaleLinear([low, high], [0, 1])
    .ticks(4)
    .filter((value) => {
      const strength = strengthOf(scale, value) ?? 0;
      return strength > 0.3 && strength < 0.7;
    });
  const middle = between[Math.floor((between.length - 1) / 2)];
  return middle === undefined ? [low, high] : [low, middle, high];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
