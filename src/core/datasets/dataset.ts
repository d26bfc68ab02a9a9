/** A row of a dataset as it was read: plain JSON, nothing of it trusted. */
export interface DatasetRow {
  /** Number of the row among those that could be read, from 0. */
  index: number;
  /** Line in the file where it begins, from 1, where the format has lines. */
  line?: number;
  fields: Readonly<Record<string, unknown>>;
}

/** A row that could not be read. It is counted and named, never dropped in silence. */
export interface BadRow {
  /** Line in the file, from 1; the row's own number, from 1, where the format has no lines. */
  line: number;
  reason: BadRowReason;
  /** What a parser said of it, as it said it. */
  detail?: string;
}

export type BadRowReason =
  | "no-json" // the line is no JSON
  | "no-object" // it is JSON, but not an object with fields
  | "cells" // another number of cells than the header has
  | "quotes" // a quoted cell that never closes, or goes on after its quote
  | "too-long" // longer than a row may be
  | "too-deep" // objects and lists nested deeper than a row may be
  | "unreadable"; // bytes that are no text, or a page of Parquet that cannot be read

/** What came of reading on: rows and bad rows in the order of the file, and how far the reading is. */
export interface DatasetBatch {
  rows: readonly DatasetRow[];
  bad: readonly BadRow[];
  /** Bytes of the source read so far. */
  bytes: number;
}

/**
 * Where in a row something stands: `answer`, `a.b`, `messages[0].content`; where a text is wanted also several put
 * together, `{Body} {Question}`, and a part of one, `answer | hashes` (`columnText`).
 */
export type ColumnPath = string;

/** Which columns hold the question and the reference; no reference where rewards need none. */
export interface ChosenColumns {
  question: ColumnPath;
  reference?: ColumnPath;
}
