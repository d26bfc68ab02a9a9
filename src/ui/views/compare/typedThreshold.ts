import { natsToBits } from "../../../core/compare/bits";
import type { Measure } from "../../../core/compare/measures";
import type { Unit } from "../../token/measured";

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

/**
 * What was typed as a threshold in the measure's own unit; undefined where it is no size. A comma is a point, powers of
 * ten may be written (1e-3), and a unit that is named counts instead of the one that is shown.
 */
export function readThreshold(measure: Measure, typed: string, unit: Unit): number | undefined {
  const parts = /^(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)\s*(nats?|bits?|%)?$/i.exec(
    typed.trim().replace(",", "."),
  );
  if (parts === null) return undefined;
  const [, digits, named = ""] = parts;
  const typedIn = named.toLowerCase().startsWith("bit")
    ? "bits"
    : named === "" || named === "%"
      ? unit
      : "nats";
  if (named !== "" && (named === "%" ? measure.unit !== "probability" : measure.unit !== "nats"))
    return undefined;
  const value = Number(digits) / factor(measure, typedIn);
  return Number.isFinite(value) ? value : undefined;
}
