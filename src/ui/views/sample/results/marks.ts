/** One sample's reward in a row: right, wrong, a number between, or none. */
export type Mark =
  { kind: "right" } | { kind: "wrong" } | { kind: "value"; value: number } | { kind: "failed" };

/** What a row shows of one author's samples. */
export type RowMarks =
  | { kind: "each"; marks: readonly Mark[] }
  /** Too many to be shown one by one, of 0 and 1 only. */
  | { kind: "share"; right: number; of: number; failed: number }
  /** Too many, of any rewards. */
  | { kind: "mean"; mean: number; of: number; failed: number };

/** Samples of 0 and 1, and other rewards, that are shown one by one. */
const ROOM = { signs: 6, values: 3 };

/** 1 is right and 0 is wrong; any other reward is its own number. */
export function markOf(total: number | undefined): Mark {
  if (total === undefined) return { kind: "failed" };
  return total === 1 ? { kind: "right" } : total === 0 ? { kind: "wrong" } : { kind: "value", value: total };
}

export function rowMarks(totals: readonly (number | undefined)[]): RowMarks {
  const marks = totals.map(markOf);
  const signs = marks.every(({ kind }) => kind !== "value");
  if (marks.length <= (signs ? ROOM.signs : ROOM.values)) return { kind: "each", marks };
  const known = totals.filter((total) => total !== undefined);
  const failed = totals.length - known.length;
  if (signs)
    return { kind: "share", right: known.filter((total) => total === 1).length, of: known.length, failed };
  const sum = known.reduce((all, total) => all + total, 0);
  return { kind: "mean", mean: sum / known.length, of: known.length, failed };
}
