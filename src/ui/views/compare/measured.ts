import { natsToBits } from "../../../core/compare/bits";
import type { Measure } from "../../../core/compare/measures";
import type { Settings } from "../../../core/config/settings";
import type { ColourScale } from "../../charts/scales";
import { formatFixed, formatMagnitude, formatPoints, formatProbability } from "../../format/number";
import { strings } from "../../strings";

export type Unit = Settings["unit"];

/** The setting that stands for a measure's usual threshold. */
export const USUAL_THRESHOLD = -1;

/** The colours of a measure. They span the measure's own domain, not the values at hand, so that texts can be compared. */
export function measureScale(measure: Measure): ColourScale {
  switch (measure.scale) {
    case "sequential":
      return { kind: "sequential", domain: measure.domain, curve: "sqrt" };
    case "diverging":
      return {
        kind: "diverging",
        limit: Math.max(...measure.domain.map((end) => Math.abs(end))),
        curve: "sqrt",
      };
    case "classes":
      return { kind: "classes", labels: strings.shiftClasses };
    default:
      return measure.scale satisfies never;
  }
}

/** The scale a threshold moves on: sizes from nothing to the end of the colours. */
export function sizeScale(measure: Measure): ColourScale {
  const scale = measureScale(measure);
  return scale.kind === "diverging" ? { kind: "sequential", domain: [0, scale.limit], curve: "sqrt" } : scale;
}

/** The threshold in force, in the measure's own unit (nats for entropies and divergences). */
export function thresholdOf(measure: Measure, setting: number): number {
  return setting === USUAL_THRESHOLD ? measure.defaultThreshold : setting;
}

/** Whether a value counts as above: its size exceeds the threshold. NaN does not; −∞ does. */
export function isAbove(value: number, threshold: number): boolean {
  return Math.abs(value) > threshold;
}

/** How many values are above. */
export function countAbove(values: ArrayLike<number>, threshold: number): number {
  let above = 0;
  for (let at = 0; at < values.length; at++) if (isAbove(values[at] ?? NaN, threshold)) above++;
  return above;
}

/** A value of a measure as text; `named` adds the unit to nats and bits. */
export function formatMeasured(measure: Measure, value: number, unit: Unit, named = false): string {
  switch (measure.unit) {
    case "nats":
      return formatNats(value, unit, named);
    case "probability":
      return measure.scale === "diverging" ? formatPoints(value) : formatProbability(value);
    case "rank":
      return Number.isFinite(value) && value > 0 ? `+${formatFixed(value, 0)}` : formatFixed(value, 0);
    case "class":
      return strings.shiftClasses[value] ?? formatFixed(value, 0);
    default:
      return measure.unit satisfies never;
  }
}

/** Nats, shown in the unit the person chose. */
export function formatNats(nats: number, unit: Unit, named = false): string {
  const text = formatMagnitude(unit === "bits" ? natsToBits(nats) : nats);
  return named && Number.isFinite(nats) ? `${text} ${unit}` : text;
}
