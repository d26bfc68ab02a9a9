import type { SwitchCurveLayout } from "./switchCurve.layout";

/** Pixels at a type size of 1: an average letter, a line of text, and what lies between a line and its text. */
const LETTER = 6.2;
const LINE = 14;
const GAP = 7;
/** From the end of the line to its text. */
const INSET = 8;
const STEP = 8;

/** Whether the hand-back text stands above its line, because there is no room below. */
export function isRaised({ plot, switchBackY }: Pick<Drawn, "plot" | "switchBackY">, type = 1): boolean {
  return switchBackY !== null && plot.bottom - switchBackY < 16 * type;
}

export interface SwitchLabels {
  /** Pixels that the text of the take-over line is moved from the right. */
  takeOver: number;
  /** Pixels that the text of the hand-back line is moved from the left. */
  handBack: number;
}

type Drawn = Pick<
  SwitchCurveLayout,
  "plot" | "thresholdY" | "switchBackY" | "yTicks" | "count" | "positionAt" | "yOf"
>;

/**
 * Where the texts of both lines stand so that no stem runs through them, nor the text of the axis, nor one through the
 * other. Where no such place is left a text stays at its end of the line.
 */
export function switchLabels(
  layout: Drawn,
  values: ArrayLike<number>,
  texts: { takeOver: string; handBack: string },
  { type = 1, format = String as (value: number) => string } = {},
): SwitchLabels {
  const { plot, thresholdY, switchBackY, count } = layout;
  const widthOf = (text: string) => text.length * LETTER * type;

  /** Whether a stem reaches above a height between two places. */
  function blocked(left: number, right: number, bottom: number): boolean {
    if (count === 0) return false;
    const last = Math.min(count - 1, layout.positionAt(right) + 1);
    for (let position = Math.max(0, layout.positionAt(left) - 1); position <= last; position++) {
      const value = values[position] ?? 0;
      if (value > 0 && layout.yOf(value) < bottom) return true;
    }
    return false;
  }

  const upper = { width: widthOf(texts.takeOver), bottom: (thresholdY ?? 0) - GAP + 2 };
  const takeOver =
    thresholdY === null
      ? 0
      : firstFree(plot.right - 2 * INSET - upper.width, (shift) => {
          const right = plot.right - INSET - shift;
          return !blocked(right - upper.width, right, upper.bottom);
        });

  if (switchBackY === null) return { takeOver, handBack: 0 };
  const bottom = isRaised(layout, type) ? switchBackY - GAP + 2 : switchBackY + GAP + LINE * type;
  const width = widthOf(texts.handBack);
  const axis = layout.yTicks
    .filter(({ y }) => y - 4 > bottom - 2 * LINE * type && y - 4 - LINE * type < bottom)
    .map(({ value }) => widthOf(format(value)));
  const from = Math.max(0, ...axis);
  const beside = thresholdY !== null && Math.abs(upper.bottom - bottom) < LINE * type;
  const end = beside ? plot.right - INSET - takeOver - upper.width : plot.right;
  const handBack = firstFree(end - INSET - width, (shift) => {
    const left = INSET + shift;
    return shift >= from && !blocked(left, left + width, bottom);
  });
  return { takeOver, handBack: handBack || Math.min(from, Math.max(0, end - INSET - width)) };
}

/** The smallest shift that is free, 0 where none is. */
function firstFree(most: number, free: (shift: number) => boolean): number {
  for (let shift = 0; shift <= most; shift += STEP) if (free(shift)) return shift;
  return 0;
}
