import { natsToBits } from "../../../core/compare/bits";
import type { Measure } from "../../../core/compare/measures";
import type { Unit } from "./measured";

/** The unit a threshold of a measure is typed in: "nats", "bits", "%", or none. */
export function typedUnit(measure: Measure, unit: Unit): string {
  if (measure.unit === "nats") return unit;
  return measure.unit === "probability" ? "%" : "";
}

/** How many of the typed unit make one of the measure's own. */
function factor(measure: Measure, unit: Unit): number {
  if (measure.unit === "probability") return 100;
  return measure.unit === "nats" && unit === "bits" ? natsToBits(1) : 1;
}

/** A threshold as it stands in the field where it is typed: a plain number. */
export function typedThreshold(measure: Measure, threshold: number, unit: Unit): string {
  return String(Number((threshold * factor(measure, unit)).toPrecision(6)));
}

/** What was typed as a threshold in the measure's own unit; undefined where it is no size. A comma is a point. */
export function readThreshold(measure: Measure, typed: string, unit: Unit): number | undefined {
  const number = typed
    .trim()
    .replace(",", ".")
    .replace(/\s*(?:nats?|bits?|%)$/i, "");
  if (!/^(?:\d+\.?\d*|\.\d+)$/.test(number)) return undefined;
  return Number(number) / factor(measure, unit);
}
