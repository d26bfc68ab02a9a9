import { proxy, type Remote } from "comlink";
import type { DataEvent, DataSource, DataWorkerApi } from "../../contract/data";
import type { BadRow, DatasetRow } from "../../core/datasets/dataset";
import type { GeneratedFamily } from "../../core/datasets/generatedRows";
import type { Failure, Outcome } from "../../core/errors";
import { EventQueue } from "../eventQueue";
import { outcomeOf, valueOf } from "../outcome";
import type { Run } from "../run";
import type { WatchdogOptions } from "../watchdog";
import { WorkerHandle, type WorkerLike } from "../workerHandle";
import { openGenerated } from "./generatedDataset";
import { DatasetServer, type HubDataset, type HubSplit } from "./hubDataset";
import { openHub } from "./openHub";
import type { PageCache } from "./pageCache";

/** Everything that can be opened as a data set. A URL or the Hub is asked as soon as it is opened. */
export type DatasetSource =
  | DataSource
  | ({ kind: "hub" } & HubDataset)
  | { kind: "generated"; family: GeneratedFamily; seed: number; count: number };

/**
 * An open data set. Its events tell of the first rows, how far the reading is, and its end; rows can be asked for as soon
 * as there are any, and after the events too.
 */
export interface OpenedDataset extends Run<DataEvent> {
  /** Rows `from … from + count − 1` by `DatasetRow.index`, fewer where it ends before; at most 2000. */
  rows(from: number, count: number): Promise<Outcome<readonly DatasetRow[]>>;
  /** Rows drawn without replacement, in their order; the same for the same data set and seed. After "data-end" only. */
  sampleRows(count: number, seed: number): Promise<Outcome<readonly DatasetRow[]>>;
  /** The first 1000 bad rows; the events count all of them. */
  badRows(): Promise<Outcome<readonly BadRow[]>>;
  /** Lets go of it. */
  close(): void;
}

export interface DatasetLibraryOptions {
  worker: () => WorkerLike;
  /** The browser's own. */
  fetch: (address: string, options: RequestInit) => Promise<Response>;
  pages: PageCache;
  /** Address of the dataset server, without a slash at the end. */
  server: string;
  watchdog?: WatchdogOptions;
}

/** An object of JSON is parsed in one silent step, of some seconds at its largest. */
const WATCHDOG: WatchdogOptions = { every: 5_000, limit: 60_000 };

/** Opens data sets. Nothing here rejects or hangs: what can fail is an Outcome, or an event that says so. */
export class DatasetLibrary {
  private worker: WorkerHandle<DataWorkerApi> | undefined;
  private lastRun = 0;
  private readonly hub: DatasetServer;

  constructor(private readonly options: DatasetLibraryOptions) {
    this.hub = new DatasetServer(options.server, options.fetch, options.pages);
  }

  /** The dataset server that is asked, without a slash at the end. */
  get server(): string {
    return this.options.server;
  }

  /** The configs and splits that the Hub has of a data set; asks the server. */
  splits(dataset: string): Promise<Outcome<HubSplit[]>> {
    return this.hub.splits(dataset);
  }

  /** Opens a data set; it is read at once, whether its events are taken or not. */
  open(source: DatasetSource): OpenedDataset {
    const run = ++this.lastRun;
    if (source.kind === "generated") return openGenerated(run, source);
    if (source.kind === "hub") return openHub(run, this.hub, source);
    return this.openInWorker(run, source);
  }

  private openInWorker(run: number, source: DataSource): OpenedDataset {
    const worker = this.readyWorker();
    const ask = <T>(question: (api: Remote<DataWorkerApi>) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
      outcomeOf(async () => valueOf(await worker.call(question)));
    const tell = (work: (api: Remote<DataWorkerApi>) => Promise<void>): void =>
      void outcomeOf(() => worker.call(work));
    const stop = (): void => tell((api) => api.stop(run));
    const queue = new EventQueue<DataEvent>(stop);
    const onEvent = (event: DataEvent): void => {
      worker.heard();
      void queue.push(event);
    };
    void outcomeOf(() => worker.call((api) => api.open(run, source, proxy(onEvent)))).then((outcome) => {
      if (!outcome.ok) void queue.push({ type: "data-failed", run, failure: outcome.failure });
      queue.end();
    });
    return {
      run,
      stop,
      [Symbol.asyncIterator]: () => queue,
      rows: (from, count) => ask((api) => api.rows(run, from, count)),
      sampleRows: (count, seed) => ask((api) => api.sample(run, count, seed)),
      badRows: () => ask((api) => api.bad(run)),
      close: () => tell((api) => api.release(run)),
    };
  }

  /** The worker; a new one after the last ended by itself, which took the data sets that were open with it. */
  private readyWorker(): WorkerHandle<DataWorkerApi> {
    this.worker ??= new WorkerHandle<DataWorkerApi>(this.options.worker(), {
      name: "The data reader",
      watchdog: this.options.watchdog ?? WATCHDOG,
      onDeath: () => (this.worker = undefined),
    });
    return this.worker;
  }

  /** Ends the worker, for good or until something is opened again. */
  end(): void {
    const failure: Failure = { code: "closed", message: "The data sets were closed." };
    this.worker?.end(failure);
    this.worker = undefined;
  }
}
