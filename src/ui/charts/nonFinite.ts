export type NonFiniteKind = "infinite" | "negative-infinite" | "missing";

export interface NonFiniteMark {
  position: number;
  kind: NonFiniteKind;
}

/** Why a value cannot stand on an axis; null where it can. */
export function nonFiniteKind(value: number): NonFiniteKind | null {
  if (Number.isFinite(value)) return null;
  return value > 0 ? "infinite" : value < 0 ? "negative-infinite" : "missing";
}

/**
 * Positions whose value cannot stand on an axis: +∞, −∞ and NaN ("missing"), in order, at most one of each kind per
 * pixel column so that a chart of `columns` pixels never draws more marks than it has room for.
 */
export function nonFiniteMarks(values: ArrayLike<number>, columns: number): NonFiniteMark[] {
  const marks: NonFiniteMark[] = [];
  const lastColumn = new Map<NonFiniteKind, number>();
  for (let position = 0; position < values.length; position++) {
    const kind = nonFiniteKind(values[position] as number);
    if (kind === null) continue;
    const column = Math.floor((position * columns) / values.length);
    if (lastColumn.get(kind) === column) continue;
    lastColumn.set(kind, column);
    marks.push({ position, kind });
  }
  return marks;
}

/** How many values cannot stand on an axis: ±∞, and NaN. */
export function countNonFinite(values: ArrayLike<number>): { infinite: number; missing: number } {
  let infinite = 0;
  let missing = 0;
  for (let position = 0; position < values.length; position++) {
    const value = values[position] as number;
    if (Number.isNaN(value)) missing++;
    else if (!Number.isFinite(value)) infinite++;
  }
  return { infinite, missing };
}
