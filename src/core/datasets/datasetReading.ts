import { ExpectedError } from "../errors";
import { Draws } from "../random";
import type { BadRow, DatasetRow } from "./dataset";
import type { MarkedBatch, OpenRows, RowMark } from "./rowFormat";

/** Bad rows that are kept to be shown; all are counted. */
export const KEPT_BAD = 1000;

/** Rows that are given at once, at most. */
export const MOST_AT_ONCE = 2000;

/** Places that are kept, at most; beyond, every other one is let go and they lie twice as far apart. */
const MOST_MARKS = 32_768;
/** Rows between two places, at first. */
const FIRST_STRIDE = 64;

/** The coordinate of the draws that choose rows. */
const ROW_DRAWS = 0xda7a;

/** What a reading has come to. */
export interface ReadingState {
  rows: number;
  /** Bad rows. */
  bad: number;
  bytes: number;
  ended: boolean;
}

/**
 * One open file: read once from end to end, then any rows of it again. Of the rows nothing is kept but where some of
 * them begin, so memory does not grow with the file.
 */
export class DatasetReading {
  private marks: RowMark[];
  private stride = FIRST_STRIDE;
  private readonly kept: BadRow[] = [];
  private state: ReadingState = { rows: 0, bad: 0, bytes: 0, ended: false };

  constructor(
    private readonly file: OpenRows,
    private readonly mostMarks = MOST_MARKS,
  ) {
    this.marks = [file.start];
  }

  get progress(): Readonly<ReadingState> {
    return this.state;
  }

  /** The first bad rows, in the order of the file. */
  get bad(): readonly BadRow[] {
    return this.kept;
  }

  /** Reads all rows once. Once only: whoever stops it has what was read up to there. */
  async *scan(stop: () => boolean): AsyncGenerator<MarkedBatch, void> {
    for await (const batch of this.file.read(this.file.start, stop)) {
      this.take(batch);
      yield batch;
    }
    this.state = { ...this.state, ended: !stop() };
  }

  /** Rows `from … from + count − 1`, fewer where the file ends before; at most MOST_AT_ONCE. */
  async rows(from: number, count: number): Promise<DatasetRow[]> {
    return this.pick(Array.from({ length: Math.min(count, MOST_AT_ONCE) }, (_, place) => from + place));
  }

  /**
   * `count` rows drawn without replacement, every set of them equally likely, in the order of the file; all of them
   * where there are no more. The same ones for the same file, seed and count.
   *
   * @throws ExpectedError before the file was read to its end
   */
  async sample(count: number, seed: number): Promise<DatasetRow[]> {
    if (!this.state.ended)
      throw new ExpectedError(
        "bad-input",
        `Only ${this.state.rows} rows are read so far; rows are drawn from all of them.`,
        "Wait until the file is read to its end, or take the first rows.",
      );
    return this.pick(drawnRows(this.state.rows, Math.min(count, MOST_AT_ONCE), seed));
  }

  /** The rows of these numbers, which ascend. */
  private async pick(wanted: readonly number[]): Promise<DatasetRow[]> {
    const found: DatasetRow[] = [];
    let next = 0;
    while (next < wanted.length) {
      const first = wanted[next] as number;
      const mark = this.markBefore(first);
      let reached = mark.row;
      for await (const { rows } of this.file.read(mark, () => false)) {
        for (const row of rows) {
          if (row.index !== wanted[next]) continue;
          found.push(row);
          next++;
        }
        reached = rows.at(-1)?.index ?? reached;
        const following = wanted[next];
        // A later place is nearer: begin anew from there.
        if (following === undefined || this.markBefore(following).row > reached) break;
      }
      // The file ends before it.
      if (wanted[next] === first) break;
    }
    return found;
  }

  private markBefore(row: number): RowMark {
    const place = Math.min(this.marks.length - 1, Math.floor(Math.max(0, row) / this.stride));
    return this.marks[place] as RowMark;
  }

  private take({ rows, bad, bytes, offsets }: MarkedBatch): void {
    rows.forEach((row, place) => {
      if (row.index === 0 || row.index !== this.marks.length * this.stride) return;
      this.marks.push({ row: row.index, offset: offsets[place] as number, line: row.line ?? 0 });
      if (this.marks.length < this.mostMarks) return;
      this.marks = this.marks.filter((_, mark) => mark % 2 === 0);
      this.stride *= 2;
    });
    this.kept.push(...bad.slice(0, KEPT_BAD - this.kept.length));
    this.state = {
      rows: this.state.rows + rows.length,
      bad: this.state.bad + bad.length,
      bytes,
      ended: false,
    };
  }
}

/**
 * `count` of the numbers 0 … total − 1, ascending, every set of them equally likely (Floyd's algorithm: Bentley and
 * Floyd, "A sample of brilliance", 1987); all of them where there are no more.
 */
export function drawnRows(total: number, count: number, seed: number): number[] {
  const draws = new Draws(seed, "order", ROW_DRAWS);
  const drawn = new Set<number>();
  for (let last = Math.max(0, total - count); last < total; last++) {
    const row = draws.integer(0, last);
    drawn.add(drawn.has(row) ? last : row);
  }
  return [...drawn].sort((x, y) => x - y);
}
