import { valueAt } from "./columnPath";
import type { ColumnPath } from "./dataset";
import { REFERENCE_FORMS } from "./referenceForms";

/** Characters that a column's cells may come to when several are put together. */
const LONGEST = 8 * 1024 ** 2;

/**
 * The text that a chosen column has for a row: of a path, of several put together (`{Body} {Question}`), or a part of
 * one (`answer | hashes`, see REFERENCE_FORMS). Undefined where the row has nothing there, null or the empty text
 * included, and where the form finds nothing.
 */
export function columnText(row: Readonly<Record<string, unknown>>, column: ColumnPath): string | undefined {
  if (Object.hasOwn(row, column)) return filled(textOf(row[column]));
  const [path, form] = splitForm(column);
  const text = path.includes("{") ? pattern(row, path) : textOf(valueAt(row, path));
  if (text === undefined) return undefined;
  return filled(form === undefined ? text : form.take(text));
}

/** Why a column cannot be one; undefined where it can. */
export function columnProblem(column: ColumnPath): "empty" | "unknown-form" | undefined {
  const [path, form] = splitForm(column);
  if (path.trim() === "") return "empty";
  return form === undefined && /\|\s*[a-z-]+\s*$/.test(column) ? "unknown-form" : undefined;
}

/** A value as a text: JSON of lists and objects; undefined of nothing and null. */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function splitForm(column: ColumnPath) {
  const bar = column.lastIndexOf("|");
  const form = bar < 0 ? undefined : REFERENCE_FORMS.find(({ id }) => id === column.slice(bar + 1).trim());
  return form ? ([column.slice(0, bar).trim(), form] as const) : ([column.trim(), undefined] as const);
}

/** Braces around paths are filled in; undefined where all of them are empty. */
function pattern(row: Readonly<Record<string, unknown>>, column: ColumnPath): string | undefined {
  let any = false;
  let length = 0;
  const text = column.replace(/\{([^{}]*)\}/g, (_, path: string) => {
    const cell = textOf(valueAt(row, path.trim())) ?? "";
    length += cell.length;
    if (length > LONGEST) return "";
    any ||= cell !== "";
    return cell;
  });
  return any ? text.trim() : undefined;
}

function filled(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
