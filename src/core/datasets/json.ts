import { badFile, named } from "../experiment/badFile";
import type { ByteSource } from "../experiment/source";
import type { BadRow, DatasetRow } from "./dataset";
import { jsonList } from "./jsonList";
import { isFields, rowOf } from "./jsonRow";
import { rowsOfObject } from "./jsonRows";
import { readRecords } from "./records";
import type { DatasetFormat, FileHead, MarkedBatch, OpenRows, RowMark } from "./rowFormat";
import { utf8MarkLength, utf8Text } from "./utf8";

/** Bytes of an object that is read whole. A list of objects is read piece by piece and may be of any length. */
export const MOST_JSON_OBJECT = 256 * 1024 ** 2;

/** Rows a batch. */
const BATCH = 1000;

/** A JSON list of objects, or an object that holds rows in one of the usual ways (`rowsOfObject`). */
export const json: DatasetFormat = {
  id: "json",
  label: "JSON",
  extensions: ["json"],
  recognises: ({ text }) => /^\s*[[{]/.test(text ?? ""),
  open: (source, head) =>
    head.text?.trimStart().startsWith("[") ? openList(source, head) : openObject(source, head),
};

async function openList(source: ByteSource, head: FileHead): Promise<OpenRows> {
  const space = head.text?.slice(0, head.text.indexOf("[")) ?? "";
  // White space is one byte a character.
  const offset = utf8MarkLength(head.bytes) + space.length + 1;
  return {
    start: { row: 0, offset, line: 1 + space.split("\n").length - 1 },
    read: (from, stop) => readRecords(source, jsonList, from, stop),
  };
}

async function openObject(source: ByteSource, head: FileHead): Promise<OpenRows> {
  if (source.size > MOST_JSON_OBJECT) throw tooLarge(source.size);
  const bytes = await source.read(utf8MarkLength(head.bytes), MOST_JSON_OBJECT + 1);
  if (bytes.length > MOST_JSON_OBJECT) throw tooLarge(bytes.length);
  const value = await named("The JSON file", () => {
    const text = utf8Text(bytes);
    if (text === undefined) throw badFile("The JSON file is no UTF-8 text.", "Save it as UTF-8.");
    return JSON.parse(text) as unknown;
  });
  const rows = isFields(value) ? rowsOfObject(value) : [value];
  return {
    start: { row: 0, offset: 0, line: 0 },
    total: rows.length,
    read: (from, stop) => readWhole(rows, bytes.length, from, stop),
  };
}

/** Rows in memory; `offset` counts them all, bad ones too. */
async function* readWhole(
  values: readonly unknown[],
  bytes: number,
  from: RowMark,
  stop: () => boolean,
): AsyncGenerator<MarkedBatch, void> {
  let index = from.row;
  for (let at = from.offset; at < values.length && !stop(); at += BATCH) {
    const rows: DatasetRow[] = [];
    const bad: BadRow[] = [];
    const offsets: number[] = [];
    values.slice(at, at + BATCH).forEach((value, place) => {
      const row = rowOf(value);
      if ("fields" in row) {
        rows.push({ index: index++, ...row });
        offsets.push(at + place);
      } else bad.push({ line: at + place + 1, ...row });
    });
    const read = Math.round((bytes * Math.min(values.length, at + BATCH)) / values.length);
    yield { rows, bad, bytes: read, offsets };
  }
}

function tooLarge(size: number) {
  return badFile(
    `The JSON object has ${size} bytes; at most ${MOST_JSON_OBJECT} are read at once.`,
    "Write it as JSON Lines, one object a line, or as a list of objects: these may be of any length.",
  );
}
