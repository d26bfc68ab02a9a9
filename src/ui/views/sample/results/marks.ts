/** One sample's reward in a row: 1 of a right answer, 0 of a wrong one, any other with what it is of, or none. */
export type Mark =
  | { kind: "right" }
  | { kind: "wrong" }
  | { kind: "value"; value: number; right?: boolean }
  | { kind: "failed" };

/** What a row shows of one author's samples. */
export type RowMarks =
  | { kind: "each"; marks: readonly Mark[] }
  /** Too many to be shown one by one, all right or wrong with rewards of 1 and 0. */
  | { kind: "share"; right: number; of: number; failed: number }
  /** Too many, of any rewards. */
  | { kind: "mean"; mean: number; of: number; failed: number };

/** Right and wrong samples, and other rewards, that are shown one by one. */
const ROOM = { signs: 6, values: 3 };

/** A sign where the reward says no more than that the answer is right, or wrong; any other reward is its own number. */
export function markOf(total: number | undefined, right: boolean | undefined): Mark {
  if (total === undefined) return { kind: "failed" };
  if (right === undefined) return { kind: "value", value: total };
  if (total === Number(right)) return { kind: right ? "right" : "wrong" };
  return { kind: "value", value: total, right };
}

/** @param rights whether each is right, undefined where that is not known */
export function rowMarks(
  totals: readonly (number | undefined)[],
  rights: readonly (boolean | undefined)[],
): RowMarks {
  const marks = totals.map((total, at) => markOf(total, rights[at]));
  const signs = marks.every(({ kind }) => kind !== "value");
  if (marks.length <= (signs ? ROOM.signs : ROOM.values)) return { kind: "each", marks };
  const known = totals.filter((total) => total !== undefined);
  const failed = totals.length - known.length;
  if (signs)
    return { kind: "share", right: known.filter((total) => total === 1).length, of: known.length, failed };
  const sum = known.reduce((all, total) => all + total, 0);
  return { kind: "mean", mean: sum / known.length, of: known.length, failed };
}
