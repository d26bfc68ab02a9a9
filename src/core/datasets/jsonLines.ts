import { jsonRow } from "./jsonRow";
import { readRecords, type RecordReader } from "./records";
import type { DatasetFormat } from "./rowFormat";
import { utf8MarkLength } from "./utf8";

const LF = 10;

/** Bytes of the longest line that is read. */
const LONGEST = 8 * 1024 ** 2;

/** One JSON object a line. Blank lines are no rows. */
export const jsonLines: DatasetFormat = {
  id: "jsonl",
  label: "JSON Lines",
  extensions: ["jsonl", "ndjson"],
  recognises: ({ extension, text }) => {
    const body = text?.trim() ?? "";
    const [first = ""] = body.split("\n", 1);
    const follows = first.length < body.length;
    // By its name it is one, whatever its lines hold, unless it is a single list.
    if (jsonLines.extensions.includes(extension)) return body !== "" && (follows || !body.startsWith("["));
    return body.startsWith("{") && follows && isJson(first);
  },
  open: async (source, head) => ({
    start: { row: 0, offset: utf8MarkLength(head.bytes), line: 1 },
    read: (from, stop) => readRecords(source, reader, from, stop),
  }),
};

const reader: RecordReader = {
  longest: LONGEST,
  lines: true,
  next(chunk, from, ended) {
    const { bytes } = chunk;
    const end = bytes.indexOf(LF, from);
    if (end < 0 && !ended) return { kind: "more", why: "too-long" };
    const stop = end < 0 ? bytes.length : end;
    const place = { before: 0, next: end < 0 ? stop : stop + 1, lines: end < 0 ? 0 : 1 };
    if (isBlank(bytes, from, stop)) return { kind: "blank", next: place.next, lines: place.lines };
    if (stop - from > LONGEST)
      return { kind: "bad", reason: "too-long", detail: `${stop - from} bytes`, ...place };
    const row = jsonRow(chunk.text(from, stop));
    return "fields" in row
      ? { kind: "row", start: from, ...row, ...place }
      : { kind: "bad", ...row, ...place };
  },
};

function isBlank(bytes: Uint8Array, from: number, stop: number): boolean {
  for (let at = from; at < stop; at++) {
    const byte = bytes[at] as number;
    if (byte !== 32 && byte !== 9 && byte !== 13) return false;
  }
  return true;
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
