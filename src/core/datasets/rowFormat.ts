import type { ByteSource } from "../experiment/source";
import type { DatasetBatch } from "./dataset";

export type FormatId = "json" | "jsonl" | "csv" | "parquet";

/** A place where reading can begin: in front of a row. */
export interface RowMark {
  /** Number of the row that comes next, from 0. */
  row: number;
  /** Where it begins, in the format's own unit: a byte of the file, or a number among all rows. */
  offset: number;
  /** Line of that place, from 1; 0 where the format has no lines. */
  line: number;
}

/** A batch with the places (`RowMark.offset`) of its rows, in their order. */
export interface MarkedBatch extends DatasetBatch {
  offsets: readonly number[];
}

/** An open file. */
export interface OpenRows {
  readonly start: RowMark;
  /** Names of the columns, where the format says them before the first row. */
  readonly columns?: readonly string[];
  /** Rows in all, bad ones too, where the format says it. */
  readonly total?: number;
  /** Of a table: what stands between its cells. */
  readonly separator?: string;
  /** Reads on from a place to the end. Between two batches `stop` is asked, and true ends the reading. */
  read(from: RowMark, stop: () => boolean): AsyncGenerator<MarkedBatch, void>;
}

/** The beginning of a file, by which its format is told. */
export interface FileHead {
  /** Lower case, without the dot; "" where the file has no name or the name no ending. */
  extension: string;
  /** First bytes, the whole file where it is short. */
  bytes: Uint8Array;
  /** What they look like as text, without a mark at its beginning; undefined where they are no text. */
  text: string | undefined;
  /** Whether `bytes` is the whole file. */
  whole: boolean;
}

/** A format: one file, and one line in `formats.ts`. */
export interface DatasetFormat {
  readonly id: FormatId;
  readonly label: string;
  readonly extensions: readonly string[];
  recognises(head: FileHead): boolean;
  /** @throws ExpectedError where the file as a whole cannot be read. */
  open(source: ByteSource, head: FileHead): Promise<OpenRows>;
}
