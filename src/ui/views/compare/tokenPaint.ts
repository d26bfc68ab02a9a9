import { isAbove } from "../../../core/compare/above";
import type { Side } from "../../../core/side";
import { isWithin, type ValueInterval } from "../../../core/compare/valueInterval";
import { colourOf, type ColourScale } from "../../charts/scales";
import { strings } from "../../strings";

/** Whose token it is: its letters take the colour. "neither" is nobody's, and marked. */
export type Tone = "a" | "b" | "neither";

/** How all tokens of a text are to look: what does not differ from token to token. */
export interface Paint {
  /** The measure at the positions known so far. */
  values: Float64Array;
  scale: ColourScale;
  threshold: number;
  /** Name of the measure and its values as text, for screen readers. */
  measure: string;
  format: (value: number) => string;
  /** Positions that stand out, both inclusive; the others are dimmed. */
  range: readonly [number, number] | null;
  /** Values that stand out; tokens with others, or with none, are dimmed. */
  interval: ValueInterval | null;
  /** What is remarked on single tokens. */
  notes: ReadonlyMap<number, { number: number; text: string }>;
  /** Whose a token is, where it is somebody's. */
  tone?: (position: number) => Tone | undefined;
  /** What else is said of a token, for screen readers. */
  said?: (position: number) => string | undefined;
  /** A position that a line is drawn before. */
  border?: number | undefined;
  /** Whom the text is handed over to with a token, and why. */
  handOver?: (position: number) => { to: Side; why: string } | undefined;
}

/** How one token looks. */
export interface TokenLook {
  /** Colour of its underline; undefined where the measure is not known yet. */
  colour: string | undefined;
  above: boolean;
  dim: boolean;
  note: string | undefined;
  tone: Tone | undefined;
  /** A line is drawn before it. */
  border: boolean;
  handOver?: { to: Side; why: string } | undefined;
  /** What a screen reader says. */
  label: string;
}

/** The look of the token at a position. `label` is the token in words (`tokenLabel`). */
export function tokenLook(paint: Paint, position: number, label: string): TokenLook {
  const known = position < paint.values.length;
  const value = known ? (paint.values[position] as number) : NaN;
  const note = paint.notes.get(position);
  const words = strings.text;
  const said = paint.said?.(position);
  return {
    colour: known ? colourOf(paint.scale, value) : undefined,
    above: isAbove(value, paint.threshold),
    dim:
      (paint.range !== null && (position < paint.range[0] || position > paint.range[1])) ||
      (paint.interval !== null && !isWithin(value, paint.interval)),
    note: note && String(note.number),
    tone: paint.tone?.(position),
    border: paint.border === position,
    handOver: paint.handOver?.(position),
    label: [
      words.token(position, label),
      known ? words.value(paint.measure, paint.format(value)) : words.notCompared,
      ...(note ? [words.note(note.text)] : []),
      ...(said === undefined ? [] : [said]),
    ].join(", "),
  };
}
