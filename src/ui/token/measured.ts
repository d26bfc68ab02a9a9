import { natsToBits } from "../../core/compare/bits";
import type { Measure } from "../../core/compare/measures";
import type { Settings } from "../../core/config/settings";
import type { ColourScale } from "../charts/scales";
import { formatFixed, formatMagnitude, formatPoints, formatProbability } from "../format/number";
import { strings } from "../strings";

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

/** Whether a measure's values are whole numbers. */
export function isWhole(measure: Measure): boolean {
  return measure.unit === "rank" || measure.unit === "class";
}

/** Whether a measure has two signs: a threshold then is one of |x|. */
export function isSigned(measure: Measure): boolean {
  return measure.scale === "diverging";
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

/**
 * A threshold as text: a size, so without a sign. Of whole numbers, those above a threshold are those above the whole
 * number below it, which is what is written.
 */
export function formatThreshold(measure: Measure, threshold: number, unit: Unit, named = false): string {
  if (measure.unit === "rank") return formatFixed(Math.floor(threshold), 0);
  if (isWhole(measure)) return formatMeasured(measure, Math.floor(threshold), unit, named);
  return measure.unit === "probability"
    ? formatProbability(threshold)
    : formatMeasured(measure, threshold, unit, named);
}

/** Nats, shown in the unit the person chose. */
export function formatNats(nats: number, unit: Unit, named = false): string {
  const text = formatMagnitude(unit === "bits" ? natsToBits(nats) : nats);
  return named && Number.isFinite(nats) ? `${text} ${unit}` : text;
}
