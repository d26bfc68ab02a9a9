import type { DataCounts, DataEvent, DataSource, DataWorkerApi } from "../src/contract/data";
import type { BadRow, DatasetRow } from "../src/core/datasets/dataset";
import { DatasetReading } from "../src/core/datasets/datasetReading";
import { openDataset } from "../src/core/datasets/formats";
import { ExpectedError, type Outcome } from "../src/core/errors";
import { bytesSource, type ByteSource } from "../src/core/experiment/source";
import { blobSource } from "./blobSource";
import { breather } from "./breather";
import { download } from "./downloadedSource";
import { settled } from "./outcome";
import { rangedSource } from "./rangedSource";

/** Rows, and bad rows, that are told of by themselves. */
const FIRST_ROWS = 200;
/** Milliseconds between two tellings of how far it is. */
const EVERY = 150;

export interface DataServiceOptions {
  /** Milliseconds from any fixed moment on. */
  clock: () => number;
  /** The browser's own. */
  fetch: (address: string, options: RequestInit) => Promise<Response>;
}

type Tell = (event: DataEvent) => void | Promise<void>;

interface OpenRun {
  reading?: DatasetReading;
  stopping: AbortController;
}

/** Reads data sets where the page cannot be kept from drawing: parsing is long work. */
export class DataService implements DataWorkerApi {
  private readonly runs = new Map<number, OpenRun>();

  constructor(private readonly options: DataServiceOptions) {}

  async ping(): Promise<void> {}

  async open(run: number, source: DataSource, onEvent: Tell): Promise<void> {
    const opened: OpenRun = { stopping: new AbortController() };
    this.runs.set(run, opened);
    const outcome = await settled(() => this.read(run, opened, source, onEvent));
    if (!outcome.ok) await onEvent({ type: "data-failed", run, failure: outcome.failure });
  }

  async stop(run: number): Promise<void> {
    this.runs.get(run)?.stopping.abort();
  }

  rows(run: number, from: number, count: number): Promise<Outcome<DatasetRow[]>> {
    return settled(() => this.reading(run).rows(from, count));
  }

  sample(run: number, count: number, seed: number): Promise<Outcome<DatasetRow[]>> {
    return settled(() => this.reading(run).sample(count, seed));
  }

  bad(run: number): Promise<Outcome<readonly BadRow[]>> {
    return settled(() => this.reading(run).bad);
  }

  async release(run: number): Promise<void> {
    await this.stop(run);
    this.runs.delete(run);
  }

  private reading(run: number): DatasetReading {
    const reading = this.runs.get(run)?.reading;
    if (reading) return reading;
    throw new ExpectedError("closed", "This data set is not open.", "Open it again.");
  }

  private async read(run: number, opened: OpenRun, from: DataSource, tell: Tell): Promise<void> {
    const { stopping } = opened;
    const stop = (): boolean => stopping.signal.aborted;
    const source = await this.sourceOf(from, stopping.signal);
    const dataset = await openDataset(source, nameOf(from));
    const { format, bytes, total, separator } = dataset;
    await tell({
      type: "data-start",
      run,
      format,
      ...(bytes === undefined ? {} : { bytes }),
      ...(total === undefined ? {} : { total }),
      ...(separator === undefined ? {} : { separator }),
    });
    const reading = (opened.reading = new DatasetReading(dataset));
    const breathe = breather(this.options.clock);
    let told = -Infinity;
    let first = true;
    const tellFirst = async (rows: readonly DatasetRow[]): Promise<void> => {
      first = false;
      const bad = reading.bad.slice(0, FIRST_ROWS);
      await tell({ type: "data-rows", run, rows: rows.slice(0, FIRST_ROWS), bad });
    };
    for await (const { rows } of reading.scan(stop)) {
      if (first && rows.length > 0) await tellFirst(rows);
      if (this.options.clock() - told >= EVERY) {
        told = this.options.clock();
        await tell({ type: "data-progress", run, ...countsOf(reading) });
      }
      await breathe();
    }
    if (first && reading.progress.bad > 0) await tellFirst([]);
    const reason = reading.progress.ended ? "done" : "stopped";
    await tell({ type: "data-end", run, reason, ...countsOf(reading) });
  }

  private async sourceOf(source: DataSource, signal: AbortSignal): Promise<ByteSource> {
    switch (source.kind) {
      case "blob":
        return blobSource(source.blob);
      case "text":
        return bytesSource(new TextEncoder().encode(source.text));
      case "url":
        return this.sourceAt(source.url, signal);
    }
    return source satisfies never;
  }

  /** Of Parquet the end is read first: in parts where the server gives them, else after the whole came. */
  private async sourceAt(url: string, signal: AbortSignal): Promise<ByteSource> {
    const isParquet = /\.parquet([?#]|$)/i.test(url);
    const ranged = isParquet ? await rangedSource(url, this.options.fetch, signal) : undefined;
    if (ranged) return ranged;
    const { source, whole } = await download(url, this.options.fetch, signal);
    const head = await source.read(0, 4);
    const isWhole = isParquet || new TextDecoder().decode(head) === "PAR1";
    return isWhole ? { size: await whole, read: source.read } : source;
  }
}

function nameOf(source: DataSource): string | undefined {
  if (source.kind === "blob") return source.name;
  if (source.kind === "url") return new URL(source.url).pathname;
  return undefined;
}

function countsOf({ progress: { bytes, rows, bad } }: DatasetReading): DataCounts {
  return { bytes, rows, bad };
}
