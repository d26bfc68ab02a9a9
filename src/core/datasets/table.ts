import { badFile } from "../experiment/badFile";
import type { ByteSource } from "../experiment/source";
import { readRecords, type RecordRead, type RecordReader } from "./records";
import type { DatasetFormat, FileHead, OpenRows } from "./rowFormat";
import { tableCells, tableRecord } from "./tableRecord";
import { utf8MarkLength, utf8Text } from "./utf8";
import type { Utf8Chunk } from "./utf8Chunk";

/** Bytes of the longest row that is read. */
const LONGEST = 8 * 1024 ** 2;
/** Bytes of the longest row of names. */
const LONGEST_HEADER = 1024 ** 2;
/** More columns than this are no table of questions. */
const MOST_COLUMNS = 4096;
const SEPARATORS = [",", "\t", ";", "|"];
/** Characters of a lone row of names that are shown. */
const LONGEST_SHOWN = 100;
const LF = 10;
const CR = 13;
/** Rows that are looked at to tell which of them it is. */
const LOOKED_AT = 20;

/** A table with a first row of names: cells between commas, tabs, semicolons or bars. Empty lines are no rows. */
export const table: DatasetFormat = {
  id: "csv",
  label: "CSV or TSV",
  extensions: ["csv", "tsv", "tab", "txt"],
  recognises: ({ text }) => text !== undefined && text.trim() !== "",
  open,
};

async function open(source: ByteSource, head: FileHead): Promise<OpenRows> {
  const separator = separatorOf(head);
  const code = separator.charCodeAt(0);
  let offset = utf8MarkLength(head.bytes);
  let line = 1;
  const bytes = await source.read(0, LONGEST_HEADER);
  const ended = bytes.length < LONGEST_HEADER;
  for (;;) {
    const record = tableRecord(bytes, offset, code, ended);
    if (record.kind !== "record")
      throw badFile(
        record.kind === "more"
          ? `The row of names, line ${line}, is longer than ${LONGEST_HEADER} bytes.`
          : `The row of names, line ${line}, cannot be read: ${record.detail}.`,
        "The first row must name the columns.",
      );
    const text = utf8Text(bytes.subarray(offset, record.stop));
    if (text === undefined)
      throw badFile("The row of names is no UTF-8 text.", "Save the table as “CSV UTF-8” and open it again.");
    offset = record.next;
    line += record.lines;
    if (text.trim() === "" && offset < bytes.length) continue;
    if (ended && isBlank(bytes, offset)) throw withoutRows(text);
    const columns = namesOf(tableCells(text, separator, record.quoted));
    const reader = rowReader(columns, separator);
    return {
      start: { row: 0, offset, line },
      columns,
      separator,
      read: (from, stop) => readRecords(source, reader, from, stop),
    };
  }
}

function isBlank(bytes: Uint8Array, from: number): boolean {
  return bytes.subarray(from).every((byte) => byte === LF || byte === CR);
}

function withoutRows(names: string) {
  const shown = names.trim().slice(0, LONGEST_SHOWN);
  return badFile(
    `There is a row of names and no row below it: “${shown}”.`,
    "Put the rows below the names of their columns, or write objects in JSON.",
  );
}

function rowReader(columns: readonly string[], separator: string): RecordReader {
  const code = separator.charCodeAt(0);
  const next = (chunk: Utf8Chunk, from: number, ended: boolean): RecordRead => {
    const record = tableRecord(chunk.bytes, from, code, ended);
    if (record.kind === "more") return { kind: "more", why: record.inQuotes ? "quotes" : "too-long" };
    const place = { before: 0, next: record.next, lines: record.lines };
    if (record.kind === "broken") return { kind: "bad", reason: "quotes", detail: record.detail, ...place };
    if (record.stop === from) return { kind: "blank", next: record.next, lines: record.lines };
    if (record.stop - from > LONGEST)
      return { kind: "bad", reason: "too-long", detail: `${record.stop - from} bytes`, ...place };
    const text = chunk.text(from, record.stop);
    if (text === undefined)
      return { kind: "bad", reason: "unreadable", detail: "bytes that are no UTF-8", ...place };
    const cells = tableCells(text, separator, record.quoted);
    if (cells.length !== columns.length) {
      const detail = `${cells.length} cells, ${columns.length} columns`;
      return { kind: "bad", reason: "cells", detail, ...place };
    }
    const fields = Object.fromEntries(cells.map((cell, column) => [columns[column] as string, cell]));
    return { kind: "row", fields, start: from, ...place };
  };
  return { next, longest: LONGEST, lines: true };
}

/** Every column under a name of its own: "a", "a 2"; "column 3" where the header has none. */
function namesOf(cells: readonly string[]): string[] {
  if (cells.length > MOST_COLUMNS)
    throw badFile(`The table has ${cells.length} columns; at most ${MOST_COLUMNS} are read.`);
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const name = cell.trim() || `column ${index + 1}`;
    let unique = name;
    for (let again = 2; taken.has(unique); again++) unique = `${name} ${again}`;
    taken.add(unique);
    return unique;
  });
}

/** Tabs where the name says so; else what cuts the first rows into equally many cells, and into the most. */
function separatorOf({ extension, bytes, whole }: FileHead): string {
  if (extension === "tsv" || extension === "tab") return "\t";
  let best = { separator: ",", score: 0 };
  for (const separator of SEPARATORS) {
    const widths = widthsOf(bytes, separator, whole);
    const columns = widths[0] ?? 1;
    if (columns < 2) continue;
    const share = widths.filter((width) => width === columns).length / widths.length;
    const score = share * share * Math.min(columns, 50);
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

function widthsOf(bytes: Uint8Array, separator: string, whole: boolean): number[] {
  const widths: number[] = [];
  for (let at = utf8MarkLength(bytes); at < bytes.length && widths.length < LOOKED_AT;) {
    const record = tableRecord(bytes, at, separator.charCodeAt(0), whole);
    if (record.kind === "more") break;
    if (record.kind === "record" && record.stop > at) {
      const text = utf8Text(bytes.subarray(at, record.stop)) ?? "";
      widths.push(tableCells(text, separator, record.quoted).length);
    }
    at = record.next;
  }
  return widths;
}
