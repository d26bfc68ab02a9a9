import type { BadRowReason } from "./dataset";

export type JsonRow =
  { fields: Readonly<Record<string, unknown>> } | { reason: BadRowReason; detail?: string };

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
  return isFields(value) ? { fields: value } : { reason: "no-object" };
}

/** Whether a value of JSON is an object with fields. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a parser said, cut where it is long. */
export function detailOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.length > MOST_DETAIL ? `${said.slice(0, MOST_DETAIL)}…` : said;
}
