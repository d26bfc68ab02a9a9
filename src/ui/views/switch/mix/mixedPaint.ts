import type { Measure } from "../../../../core/compare/measures";
import type { MixedToken } from "../../../state/mixing/mixedAnswer";
import { authorOf } from "../../../state/mixing/mixedAnswer";
import { strings } from "../../../strings";
import { formatMeasured, measureScale, thresholdOf, type Unit } from "../../../token/measured";
import { tokenLabel } from "../../../token/tokenDisplay";
import type { Paint } from "../../compare/tokenPaint";

/** What a mixed answer's tokens are underlined by. */
interface Underline {
  measure: Measure;
  /** −1 for the measure's usual one. */
  threshold: number;
  unit: Unit;
}

/**
 * How the tokens of a mixed answer look: in the colour of the one who alone would have drawn them, underlined by how far
 * the models are apart. `firstDifference`: the position that a line is drawn before.
 */
export function mixedPaint(
  positions: readonly MixedToken[],
  { measure, threshold, unit }: Underline,
  firstDifference: number | undefined,
): Paint {
  return {
    values: Float64Array.from(positions, ({ statistics }) => measure.of(statistics)),
    scale: measureScale(measure),
    threshold: thresholdOf(measure, threshold),
    measure: measure.short,
    format: (value) => formatMeasured(measure, value, unit, true),
    // What is left of the answer before stands behind, dimmed.
    range: [0, positions.length - 1],
    interval: null,
    notes: new Map(),
    border: firstDifference,
    tone: (position) => {
      const token = positions[position];
      const author = token && authorOf(token);
      return author === "both" ? undefined : author;
    },
    said: (position) => {
      const token = positions[position];
      if (token === undefined) return undefined;
      const first = position === firstDifference ? [strings.mix.firstDifference] : [];
      return [...mixedLines(token), ...first].join(", ");
    },
  };
}

/** What is said of a token of a mixed answer, a line each. */
export function mixedLines(token: MixedToken): string[] {
  const { probability, statistics, drawA, drawB } = token;
  const words = strings.mix;
  return [
    words.author[authorOf(token)],
    words.probabilities(probability, Math.exp(statistics.logprobA), Math.exp(statistics.logprobB)),
    words.draws(tokenLabel(drawA), tokenLabel(drawB)),
  ];
}
