import { isFields } from "./jsonRow";

/** Names under which whole data sets keep their list of rows; any other name will do where none of these is there. */
const LIST_NAMES = ["rows", "data", "examples", "questions", "items", "train", "test"];

/** How deep a list of rows is looked for. */
const DEEPEST = 3;

/**
 * The rows that an object of JSON holds, each still unchecked; undefined where it holds none:
 * - a list under some name (`{"data": […]}`), or deeper (`{"dataset": {"rows": […]}}`); the dataset server's
 *   `{"row_idx": 0, "row": {…}}` is taken as its `row`
 * - names and lists of cells (`{"columns": ["a"], "data": [[1]]}`)
 * - columns of equal length (`{"a": [1, 2], "b": [3, 4]}`), or of numbered cells (`{"a": {"0": 1}}`)
 * - numbered rows (`{"0": {…}, "1": {…}}`)
 * - otherwise the object is the only row
 */
export function rowsOfObject(value: Readonly<Record<string, unknown>>): readonly unknown[] {
  return cellRows(value) ?? columnRows(value) ?? numberedRows(value) ?? listWithin(value, 0) ?? [value];
}

function cellRows(value: Readonly<Record<string, unknown>>): unknown[] | undefined {
  const { columns, data } = value;
  if (!Array.isArray(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return undefined;
  const names = columns.map(String);
  return data.map((cells: unknown[]) =>
    cells.length === names.length ? withNames(names, (column) => cells[column]) : cells,
  );
}

function columnRows(value: Readonly<Record<string, unknown>>): unknown[] | undefined {
  const names = Object.keys(value);
  const columns = Object.values(value);
  const [first] = columns;
  if (columns.every(Array.isArray)) {
    const length = (first as unknown[] | undefined)?.length ?? 0;
    // A single list of objects is a list of rows under a name.
    const isList = names.length === 1 && (first as unknown[]).some(isFields);
    if (length === 0 || isList || columns.some((column) => column.length !== length)) return undefined;
    return Array.from({ length }, (_, row) => withNames(names, (column) => columns[column]?.[row]));
  }
  if (!isFields(first) || !columns.every((column) => isFields(column) && isNumbered(column)))
    return undefined;
  return Object.keys(first).map((key) =>
    withNames(names, (column) => ownField(columns[column] as Record<string, unknown>, key)),
  );
}

function numberedRows(value: Readonly<Record<string, unknown>>): unknown[] | undefined {
  return isNumbered(value) && Object.values(value).every(isFields) ? Object.values(value) : undefined;
}

function listWithin(value: Readonly<Record<string, unknown>>, depth: number): unknown[] | undefined {
  const names = [
    ...LIST_NAMES.filter((name) => Object.hasOwn(value, name)),
    ...Object.keys(value).filter((name) => !LIST_NAMES.includes(name)),
  ];
  for (const name of names) {
    const list = value[name];
    if (Array.isArray(list) && list.some(isFields)) return list.map(serverRow);
  }
  if (depth >= DEEPEST) return undefined;
  for (const name of names) {
    const inner = value[name];
    // What looks like a row with text of its own is not searched: its lists are fields.
    if (!isFields(inner)) continue;
    const list = listWithin(inner, depth + 1);
    if (list) return list;
  }
  return undefined;
}

function serverRow(value: unknown): unknown {
  return isFields(value) && isFields(value.row) && typeof value.row_idx === "number" ? value.row : value;
}

function isNumbered(value: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
}

function ownField(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function withNames(names: readonly string[], cell: (column: number) => unknown): Record<string, unknown> {
  return Object.fromEntries(names.map((name, column) => [name, cell(column) ?? null]));
}
