import { pathOf } from "./columnPath";
import { textOf } from "./columnText";
import type { ColumnPath, DatasetRow } from "./dataset";

/** Columns that are listed, at most. */
const MOST_COLUMNS = 200;
/** Elements of a list that are listed, at most, and how deep. */
const MOST_ELEMENTS = 4;
const DEEPEST = 4;
/** Different values that are shown of a column, and characters of each. */
const SAMPLES = 3;
const SAMPLE_LENGTH = 200;

export type ColumnKind = "text" | "number" | "flag" | "list" | "object" | "empty" | "mixed";

/** A column of the rows that were looked at, nested fields as columns of their own. */
export interface Column {
  path: ColumnPath;
  kind: ColumnKind;
  /** Rows that have something there. */
  filled: number;
  /** Its first different values as text, cut. */
  samples: readonly string[];
}

/** All columns of the rows, in the order in which they come up, what lies in an object or list after it. */
export function columnsOf(rows: readonly DatasetRow[]): Column[] {
  const found = new Map<ColumnPath, { kinds: Set<ColumnKind>; filled: number; samples: Set<string> }>();
  const look = (steps: readonly (string | number)[], value: unknown): void => {
    const path = pathOf(steps);
    let column = found.get(path);
    if (!column) {
      if (found.size >= MOST_COLUMNS) return;
      found.set(path, (column = { kinds: new Set(), filled: 0, samples: new Set() }));
    }
    const kind = kindOf(value);
    if (kind !== "empty") {
      column.kinds.add(kind);
      column.filled++;
      if (column.samples.size < SAMPLES) column.samples.add(cut(textOf(value) ?? ""));
    }
    if (steps.length > DEEPEST || typeof value !== "object" || value === null) return;
    if (Array.isArray(value))
      value.slice(0, MOST_ELEMENTS).forEach((element, place) => look([...steps, place], element));
    else for (const [name, inner] of Object.entries(value)) look([...steps, name], inner);
  };
  for (const { fields } of rows) for (const [name, value] of Object.entries(fields)) look([name], value);
  return [...found].map(([path, { kinds, filled, samples }]) => {
    const [first = "empty"] = kinds;
    return { path, kind: kinds.size > 1 ? "mixed" : first, filled, samples: [...samples] };
  });
}

function kindOf(value: unknown): ColumnKind {
  if (value === undefined || value === null || value === "") return "empty";
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "flag";
  return Array.isArray(value) ? "list" : "object";
}

function cut(text: string): string {
  return text.length > SAMPLE_LENGTH ? `${text.slice(0, SAMPLE_LENGTH)}…` : text;
}
