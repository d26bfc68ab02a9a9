import { badFile } from "../experiment/badFile";
import type { ByteSource } from "../experiment/source";
import type { BadRow, BadRowReason, DatasetRow } from "./dataset";
import type { MarkedBatch, RowMark } from "./rowFormat";
import { Utf8Chunk } from "./utf8Chunk";

/** What stands next in the bytes. `next` is where the one after begins, `lines` the line breaks up to there. */
export type RecordRead =
  | {
      kind: "row";
      fields: Readonly<Record<string, unknown>>;
      start: number;
      before: number;
      next: number;
      lines: number;
    }
  | { kind: "bad"; reason: BadRowReason; detail?: string; before: number; next: number; lines: number }
  | { kind: "blank"; next: number; lines: number }
  /** The record does not end within these bytes: `why` is what is wrong with it should it never end. */
  | { kind: "more"; why: BadRowReason }
  /** No record comes after this. */
  | { kind: "end" };

/** How records follow each other in a text. */
export interface RecordReader {
  /**
   * The record that begins at `from`. `before` counts line breaks in front of it, `start` is its first byte.
   *
   * @param ended whether the file ends with these bytes; then there is always an answer other than "more"
   */
  next(chunk: Utf8Chunk, from: number, ended: boolean): RecordRead;
  /** Bytes of the longest record that is read. */
  readonly longest: number;
  /** Whether reading can go on at the next line after a record that is too long. */
  readonly lines: boolean;
}

/** Bytes asked for at once: few at first, so that the first rows are there soon. */
const FIRST_CHUNK = 64 * 1024;
const CHUNK = 1024 ** 2;

/** Rows a batch, at most. */
const BATCH = 4096;

const LF = 10;

/** Reads a text record by record, chunk by chunk; memory is bounded by the longest record. */
export async function* readRecords(
  source: ByteSource,
  reader: RecordReader,
  from: RowMark,
  stop: () => boolean,
): AsyncGenerator<MarkedBatch, void> {
  let { row, line, offset: base } = from;
  let bytes: Uint8Array = new Uint8Array(0);
  let ended = false;
  // The rest of a record that is too long is passed over without being kept.
  let passing = false;
  for (let chunk = FIRST_CHUNK; !ended && !stop(); chunk = Math.min(CHUNK, 2 * chunk)) {
    const read = await source.read(base + bytes.length, chunk);
    ended = read.length < chunk;
    bytes = joined(bytes, read);
    const piece = new Utf8Chunk(bytes);
    let rows: DatasetRow[] = [];
    let bad: BadRow[] = [];
    let offsets: number[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (rows.length + bad.length >= BATCH) {
        yield { rows, bad, bytes: base + at, offsets };
        if (stop()) return;
        [rows, bad, offsets] = [[], [], []];
      }
      if (passing) {
        const end = bytes.indexOf(LF, at);
        at = end < 0 ? bytes.length : end + 1;
        if (end < 0) break;
        line++;
        passing = false;
        continue;
      }
      const record = reader.next(piece, at, ended);
      if (record.kind === "end") {
        ended = true;
        at = bytes.length;
        break;
      }
      if (record.kind === "more") {
        if (bytes.length - at <= reader.longest) break;
        const detail = `more than ${reader.longest} bytes`;
        if (!reader.lines)
          throw badFile(
            `A row at line ${line} has ${detail}; what comes after it cannot be told from it.`,
            "Write the file again as JSON Lines, one object a line.",
          );
        bad.push({ line, reason: record.why, detail });
        passing = true;
        continue;
      }
      if (record.kind === "row") {
        offsets.push(base + record.start);
        rows.push({ index: row++, line: line + record.before, fields: record.fields });
      } else if (record.kind === "bad") {
        const { reason, detail } = record;
        bad.push({ line: line + record.before, reason, ...(detail === undefined ? {} : { detail }) });
      }
      line += record.lines;
      at = record.next;
    }
    bytes = bytes.subarray(at);
    base += at;
    yield { rows, bad, bytes: base, offsets };
  }
}

function joined(rest: Uint8Array, more: Uint8Array): Uint8Array {
  if (rest.length === 0) return more;
  const both = new Uint8Array(rest.length + more.length);
  both.set(rest);
  both.set(more, rest.length);
  return both;
}
