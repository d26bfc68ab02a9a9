import type { BadRow, DatasetRow } from "../core/datasets/dataset";
import type { FormatId } from "../core/datasets/rowFormat";
import type { Failure, Outcome } from "../core/errors";
import type { BlobLike } from "./files";

/** A data set that the data worker reads. */
export type DataSource =
  | { kind: "blob"; blob: BlobLike; name: string }
  | { kind: "text"; text: string }
  /** Asked for as soon as it is opened: the person has agreed. */
  | { kind: "url"; url: string };

/** How far the reading is: bytes, rows that could be read and bad ones. */
export interface DataCounts {
  bytes: number;
  rows: number;
  bad: number;
}

export type DataEvent =
  | {
      type: "data-start";
      run: number;
      format: FormatId | "hub" | "generated";
      /** Bytes in all, about; missing where they are not known before the end. */
      bytes?: number;
      /** Rows in all, bad ones too, where that is known beforehand. */
      total?: number;
      /** Of a table: what stands between its cells. */
      separator?: string;
      /** Of the Hub: the server reads only the beginning of the split. */
      partial?: true;
    }
  /** The first rows and the bad ones up to there, once, as soon as there is a row; of bad ones only, at the end. At most 200 of each. */
  | { type: "data-rows"; run: number; rows: readonly DatasetRow[]; bad: readonly BadRow[] }
  /** A few times a second. */
  | ({ type: "data-progress"; run: number } & DataCounts)
  /** After "done" rows can be drawn; after "stopped" only those up to there are counted. */
  | ({ type: "data-end"; run: number; reason: "done" | "stopped" } & DataCounts)
  | { type: "data-failed"; run: number; failure: Failure };

/** What the data worker answers to. */
export interface DataWorkerApi {
  ping(): Promise<void>;
  /** Reads a data set once from end to end; ends with "data-end" or "data-failed", of a URL after its download. */
  open(run: number, source: DataSource, onEvent: (event: DataEvent) => void): Promise<void>;
  /** Ends the reading; what was read stays open. */
  stop(run: number): Promise<void>;
  /** Rows `from … from + count − 1`, fewer where it ends before; at most 2000. Also while it is being read. */
  rows(run: number, from: number, count: number): Promise<Outcome<DatasetRow[]>>;
  /** Rows drawn without replacement, in the order of the file; only once it was read to its end. */
  sample(run: number, count: number, seed: number): Promise<Outcome<DatasetRow[]>>;
  /** The first 1000 bad rows. */
  bad(run: number): Promise<Outcome<readonly BadRow[]>>;
  /** Forgets it. */
  release(run: number): Promise<void>;
}
