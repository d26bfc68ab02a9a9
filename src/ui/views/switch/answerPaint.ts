import type { Measure } from "../../../core/compare/measures";
import type { AnswerPosition } from "../../../core/generation/switching/run";
import type { Side } from "../../../core/side";
import { authorOf } from "../../state/switching/preview";
import { strings } from "../../strings";
import { formatMeasured, measureScale, type Unit } from "../../token/measured";
import type { Paint } from "../compare/tokenPaint";
import { reasonText } from "./reasonText";

/** What an answer's tokens are underlined by, and what its models are called. */
export interface AnswerLook {
  measure: Measure;
  unit: Unit;
  threshold: number;
  names: Readonly<Record<Side, string>>;
}

/** How an answer's tokens look: in the colour of their author, underlined by how far the models are apart. */
export function answerPaint(
  positions: readonly AnswerPosition[],
  { measure, unit, threshold, names }: AnswerLook,
): Paint {
  const words = strings.switching;
  const handOver = (position: number) => {
    const made = positions[position]?.switch;
    return made && { to: made.to, why: words.handOver(names[made.to], reasonText(made.reason, unit)) };
  };
  const judged = positions.findIndex((position) => position.judged === undefined);
  return {
    values: Float64Array.from(judged < 0 ? positions : positions.slice(0, judged), ({ judged }) =>
      judged ? measure.of(judged.statistics) : NaN,
    ),
    scale: measureScale(measure),
    threshold,
    measure: measure.short,
    format: (value) => formatMeasured(measure, value, unit, true),
    range: null,
    interval: null,
    notes: new Map(),
    tone: (position) => {
      const one = positions[position];
      const author = one && authorOf(one);
      return author === "forced" ? "neither" : author;
    },
    handOver,
    said: (position) => {
      const one = positions[position];
      if (one === undefined) return undefined;
      const why = handOver(position)?.why;
      return [authorWords(one, names), ...(why === undefined ? [] : [why])].join(", ");
    },
  };
}

/** Who wrote a token, in words. */
export function authorWords(
  { author, forced }: Pick<AnswerPosition, "author" | "forced">,
  names: Readonly<Record<Side, string>>,
): string {
  const words = strings.switching;
  if (forced === "token") return words.forcedToken;
  return forced === "side" ? words.forcedSide(names[author]) : words.by(names[author]);
}
