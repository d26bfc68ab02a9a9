import type { BadRowReason } from "./dataset";

export type JsonRow =
  { fields: Readonly<Record<string, unknown>> } | { reason: BadRowReason; detail?: string };

/** Objects and lists in each other: deeper ones cannot be copied between workers. */
const DEEPEST = 256;

/** Characters of a parser's message that are kept: it may quote the row. */
const MOST_DETAIL = 200;

/** The object that a text is in JSON, or why it is none. @param text undefined for bytes that are no text */
export function jsonRow(text: string | undefined): JsonRow {
  if (text === undefined) return { reason: "unreadable", detail: "bytes that are no UTF-8" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { reason: "no-json", detail: detailOf(error) };
  }
  return rowOf(value);
}

/** A value of JSON as a row, or why it is none. */
export function rowOf(value: unknown): JsonRow {
  if (!isFields(value)) return { reason: "no-object" };
  if (isDeeper(value, DEEPEST))
    return { reason: "too-deep", detail: `more than ${DEEPEST} objects and lists in each other` };
  return { fields: value };
}

/** Whether a value of JSON is an object with fields. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether objects and lists lie deeper in each other than `most`; of a deeper one no more is followed than that. */
function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return most === 0 || Object.values(value).some((inner) => isDeeper(inner, most - 1));
}

/** What a parser said, cut where it is long. */
export function detailOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.length > MOST_DETAIL ? `${said.slice(0, MOST_DETAIL)}…` : said;
}
