import { proxy, transfer, type ProxyOrClone, type Remote } from "comlink";
import type {
  CompareEvent,
  CompareRequest,
  DistributionPage,
  DistributionQuery,
  LabWorkerApi,
  MeasureEvent,
  MeasureRequest,
  MixEvent,
  MixRequest,
  OpenFileEvent,
  PositionBlock,
  ReadEvent,
  ReadRequest,
  SampleEvent,
  SampleRequest,
  Slot,
  StudyEvent,
  StudyRequest,
  SwitchEvent,
  SwitchRequest,
  TextRequest,
  WriteEvent,
  WriteRequest,
} from "../contract/lab";
import type {
  AnswerArraysEvent,
  AnswerArraysRequest,
  AnswerCandidates,
  AnswerPlace,
  AnswerTokens,
  OpenAnswersRequest,
  OpenedAnswersFile,
} from "../contract/answers";
import type { ArraysEvent, ArraysRequest, OpenRequest } from "../contract/files";
import type { LoadEvent, ModelSpec, ModelWorkerApi } from "../contract/model";
import { ExpectedError, type Failure, type Outcome } from "../core/errors";
import type { ModelInfo, Token } from "../core/model";
import type { SelfCheckReference } from "../core/selfCheck/reference";
import type { SelfCheckResult } from "../core/selfCheck/selfCheck";
import { EventQueue } from "./eventQueue";
import { outcomeOf, valueOf } from "./outcome";
import type { Run } from "./run";
import { shippedReference } from "./shippedReference";
import type { WatchdogOptions } from "./watchdog";
import { WorkerHandle, type WorkerLike } from "./workerHandle";

export interface LaboratoryOptions {
  modelWorker: () => WorkerLike;
  labWorker: () => WorkerLike;
  /** The browser's own where this is left out. */
  fetch?: (address: string) => Promise<Response>;
  /** While the page itself waits for a model worker: loading builds the whole graph in one silent step. */
  modelWatchdog?: WatchdogOptions;
  /** While a run is active: a model worker is silent during a forward pass, but only for one block of tokens. */
  runWatchdog?: WatchdogOptions;
  /** For the models and the lab when a run did not end within `stopGrace`. */
  stopWatchdog?: WatchdogOptions;
  labWatchdog?: WatchdogOptions;
  /** While a run is active: the lab computes position by position and answers in between. */
  labRunWatchdog?: WatchdogOptions;
  /** While nothing is asked of the lab: it has nothing to do then and answers at once. */
  idleLabWatchdog?: WatchdogOptions;
  /** Milliseconds a run may take to end after `stop` before it is ended from here. */
  stopGrace?: number;
}

/** Something that ended without being asked to. */
export interface Trouble {
  where: Slot | "lab";
  failure: Failure;
}

interface LoadedSide {
  spec: ModelSpec;
  worker: WorkerHandle<ModelWorkerApi>;
  /** Set once the model is loaded. */
  info?: ModelInfo;
}

/** The slowest block of a forward pass takes some seconds; 30 s tell it from a worker that will not speak again. */
const RUN_WATCHDOG: WatchdogOptions = { every: 5_000, limit: 30_000 };

/** Comes on top of the stop grace, so a last step has 15 s in all, and the person who stopped it is waiting. */
const STOP_WATCHDOG: WatchdogOptions = { every: 2_500, limit: 10_000 };

/** One position of a large vocabulary takes less than a second in the lab; the longest silence is parsing a file. */
const LAB_RUN_WATCHDOG: WatchdogOptions = { every: 2_500, limit: 20_000 };

const SLOTS = ["a", "b", "c"] as const satisfies readonly Slot[];

type LabWorker = WorkerHandle<LabWorkerApi>;

const fetchPlainly = (address: string): Promise<Response> => fetch(address);

/**
 * The page's only door to the models. Each side's model has a worker of its own, fresh for every load; a lab worker
 * computes over both. Nothing here rejects or hangs: what can fail is an Outcome, or an event that says so.
 */
export class Laboratory {
  private readonly sides: Partial<Record<Slot, LoadedSide>> = {};
  private readonly listeners = new Set<(trouble: Trouble) => void>();
  private lab: { worker: LabWorker; ready: Promise<unknown> } | undefined;
  private lastRun = 0;
  /** One promise for every active run, which resolves at its end. */
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly options: LaboratoryOptions) {}

  /**
   * Loads a model for a side in a fresh worker. The side's old model is let go first, so that its memory is free; runs
   * that used it end. A load that is replaced or cancelled ends with "stopped".
   */
  async load(side: Slot, spec: ModelSpec, onEvent: (event: LoadEvent) => void): Promise<Outcome<ModelInfo>> {
    this.unload(side, {
      code: "stopped",
      message: `Model ${side.toUpperCase()} was replaced by ${spec.id}.`,
    });
    const worker = this.startModelWorker(side);
    const loaded: LoadedSide = { spec, worker };
    this.sides[side] = loaded;
    const outcome = await outcomeOf(async () => {
      const report = (event: LoadEvent): void => {
        worker.heard();
        onEvent(event);
      };
      const info = valueOf(await worker.call<Outcome<ModelInfo>>((api) => api.load(spec, proxy(report))));
      await worker.call((api) => api.watch(proxy((failure: Failure) => this.lose(side, worker, failure))));
      await this.connect(await this.readyLab(), side, worker);
      loaded.info = info;
      for (const ended of this.running) this.watchRun(worker, ended);
      return info;
    });
    if (!outcome.ok) worker.end(outcome.failure);
    return outcome;
  }

  /** The side's last model once more, in a fresh worker: after a crash, a lost device or a failed load. */
  reload(side: Slot, onEvent: (event: LoadEvent) => void): Promise<Outcome<ModelInfo>> {
    const spec = this.sides[side]?.spec;
    if (spec) return this.load(side, spec, onEvent);
    return Promise.resolve({
      ok: false,
      failure: { code: "closed", message: `Model ${side.toUpperCase()} was never loaded.` },
    });
  }

  /** Ends a load that is under way; its outcome is then "stopped". */
  cancelLoad(side: Slot): void {
    const loading = this.sides[side];
    if (!loading || loading.info) return;
    loading.worker.end({ code: "stopped", message: `Loading ${loading.spec.id} was cancelled.` });
  }

  /** What the texts become: ids and looks of their tokens, without running a model. */
  tokenize(request: TextRequest): Promise<Outcome<{ prompt: Token[]; solution: Token[]; rendered: string }>> {
    return this.ask((api) => api.tokenize(request));
  }

  /** Both models over one text, position by position. */
  compare(request: CompareRequest): Run<CompareEvent> {
    return this.start<CompareEvent>(
      (api, run, onEvent) => api.compare(run, request, onEvent),
      (run, failure) => ({ type: "compare-failed", run, failure }),
    );
  }

  /** Both models over one text, each by itself: their tokenizers need not be the same. */
  read(request: ReadRequest): Run<ReadEvent> {
    return this.start<ReadEvent>(
      (api, run, onEvent) => api.read(run, request, onEvent),
      (run, failure) => ({ type: "read-failed", run, failure }),
    );
  }

  /** Compares what a side's model computes with the values that ship with it; undefined where none do. */
  async selfCheck(side: Slot): Promise<Outcome<SelfCheckResult> | undefined> {
    const loaded = this.sides[side];
    const file = loaded?.spec.selfCheck;
    if (!loaded || !file) return undefined;
    return outcomeOf(async () => {
      const reference = await shippedReference(loaded.spec, file, this.options.fetch ?? fetchPlainly);
      return valueOf(await loaded.worker.call<Outcome<SelfCheckResult>>((api) => api.selfCheck(reference)));
    });
  }

  /**
   * Compares what a side's model computes with a second copy of it on WASM, which is loaded for this and let go after.
   */
  checkAgainstWasm(side: Slot, onEvent: (event: LoadEvent) => void): Promise<Outcome<SelfCheckResult>> {
    return outcomeOf(async () => {
      const loaded = this.sides[side];
      if (!loaded?.info) throw new ExpectedError("closed", `Model ${side.toUpperCase()} is not loaded.`);
      const copy = this.startCopy(side);
      try {
        const report = (event: LoadEvent): void => {
          copy.heard();
          onEvent(event);
        };
        const spec: ModelSpec = { ...loaded.spec, device: "wasm" };
        valueOf(await copy.call<Outcome<ModelInfo>>((api) => api.load(spec, proxy(report))));
        const made = `the same files on WASM (${spec.dtype})`;
        const reference = valueOf(
          await copy.call<Outcome<SelfCheckReference>>((api) => api.makeReference(made)),
        );
        return valueOf(await loaded.worker.call<Outcome<SelfCheckResult>>((api) => api.selfCheck(reference)));
      } finally {
        copy.end({ code: "closed", message: "The copy for the self-check is no longer needed." });
      }
    });
  }

  /** One model writes, the other takes over where the policy says so. */
  switch(request: SwitchRequest): Run<SwitchEvent> {
    return this.start<SwitchEvent>(
      (api, run, onEvent) => api.switch(run, request, onEvent),
      (run, failure) => ({ type: "switch-failed", run, failure }),
    );
  }

  /** Switched answers to many problems, at several thresholds or budgets. */
  study(request: StudyRequest): Run<StudyEvent> {
    return this.start<StudyEvent>(
      (api, run, onEvent) => api.study(run, request, onEvent),
      (run, failure) => ({ type: "study-failed", run, failure }),
    );
  }

  /** Several answers to each of many prompts, by each model alone and by both switched. */
  sample(request: SampleRequest): Run<SampleEvent> {
    return this.start<SampleEvent>(
      (api, run, onEvent) => api.sample(run, request, onEvent),
      (run, failure) => ({ type: "sample-failed", run, failure }),
    );
  }

  /** Answers read by models, token by token. */
  measure(request: MeasureRequest): Run<MeasureEvent> {
    return this.start<MeasureEvent>(
      (api, run, onEvent) => api.measure(run, request, onEvent),
      (run, failure) => ({ type: "measure-failed", run, failure }),
    );
  }

  /** An answer drawn from a mixture of the models. */
  mix(request: MixRequest): Run<MixEvent> {
    return this.start<MixEvent>(
      (api, run, onEvent) => api.mix(run, request, onEvent),
      (run, failure) => ({ type: "mix-failed", run, failure }),
    );
  }

  /** Lets go of a slot's model and its worker. */
  letGoOf(side: Slot): void {
    const where = side.toUpperCase();
    this.unload(side, { code: "closed", message: `Model ${where} is no longer needed.` });
    delete this.sides[side];
  }

  /** Shows what files hold as a comparison; no model runs. */
  openFile(request: OpenRequest): Run<OpenFileEvent> {
    return this.start<OpenFileEvent>(
      (api, run, onEvent) => api.openFile(run, request, onEvent),
      (run, failure) => ({ type: "compare-failed", run, failure }),
    );
  }

  /** A comparison as the bytes of an NPZ file. A reader that is slow to take them slows their making. */
  writeArrays(request: ArraysRequest): Run<ArraysEvent> {
    return this.start<ArraysEvent>(
      (api, run, onEvent) => api.writeArrays(run, request, onEvent),
      (run, failure) => ({ type: "arrays-failed", run, failure }),
    );
  }

  /** A model's distributions over many answers as two files. A reader that is slow to take them slows their making. */
  writeAnswerArrays(request: AnswerArraysRequest): Run<AnswerArraysEvent> {
    return this.start<AnswerArraysEvent>(
      (api, run, onEvent) => api.writeAnswerArrays(run, request, onEvent),
      (run, failure) => ({ type: "answers-failed", run, failure }),
    );
  }

  /** Opens files of answers; `release` with their `run` lets go of them. */
  async openAnswers(request: OpenAnswersRequest): Promise<Outcome<OpenedAnswersFile>> {
    const run = ++this.lastRun;
    const opened = await this.ask((api) => api.openAnswers(run, request));
    return opened.ok ? { ok: true, value: { ...opened.value, run } } : opened;
  }

  /** The tokens of one answer of opened files, with their entropies. */
  answerTokens(run: number, place: AnswerPlace): Promise<Outcome<AnswerTokens>> {
    return this.ask((api) => api.answerTokens(run, place));
  }

  /** What could have stood at one position of it, most probable first. */
  answerPosition(
    run: number,
    place: AnswerPlace,
    position: number,
    page: { offset: number; limit: number },
  ): Promise<Outcome<AnswerCandidates>> {
    return this.ask((api) => api.answerPosition(run, place, position, page));
  }

  /** Lets one model write, token by token. */
  write(request: WriteRequest): Run<WriteEvent> {
    return this.start<WriteEvent>(
      (api, run, onEvent) => api.write(run, request, onEvent),
      (run, failure) => ({ type: "write-failed", run, failure }),
    );
  }

  /** A comparison at another temperature or k, from what is kept; no model runs. */
  review(
    run: number,
    settings: { temperature: number; k: number },
  ): Promise<Outcome<{ blocks: PositionBlock[]; tokens: Token[] }>> {
    return this.ask((api) => api.review(run, settings));
  }

  /** A page of the whole distributions at one position of a comparison (counted within the solution). */
  distribution(
    run: number,
    position: number,
    temperature: number,
    query: DistributionQuery,
  ): Promise<Outcome<DistributionPage>> {
    return this.ask((api) => api.distribution(run, position, temperature, query));
  }

  /** Forgets a comparison's kept distributions. */
  release(run: number): void {
    const lab = this.lab?.worker;
    if (lab) void outcomeOf(() => lab.call((api) => api.release(run)));
  }

  /** Told of every worker or device that ended by itself while in use. Returns the way to stop listening. */
  onTrouble(listener: (trouble: Trouble) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends all workers. */
  dispose(): void {
    const failure: Failure = { code: "closed", message: "The laboratory was closed." };
    for (const side of SLOTS) this.unload(side, failure);
    this.lab?.worker.end(failure);
    this.lab = undefined;
  }

  private startModelWorker(side: Slot): WorkerHandle<ModelWorkerApi> {
    const worker: WorkerHandle<ModelWorkerApi> = new WorkerHandle(this.options.modelWorker(), {
      name: `Model ${side.toUpperCase()}`,
      watchdog: this.options.modelWatchdog ?? { every: 5_000, limit: 120_000 },
      onDeath: (failure) => this.lose(side, worker, failure),
    });
    return worker;
  }

  /** A worker for a copy of a side's model that nobody else knows of. */
  private startCopy(side: Slot): WorkerHandle<ModelWorkerApi> {
    return new WorkerHandle<ModelWorkerApi>(this.options.modelWorker(), {
      name: `The copy of model ${side.toUpperCase()}`,
      watchdog: this.options.modelWatchdog ?? { every: 5_000, limit: 120_000 },
      onDeath: () => undefined,
    });
  }

  private loadedWorkers(): WorkerHandle<ModelWorkerApi>[] {
    return SLOTS.flatMap((side) => {
      const loaded = this.sides[side];
      return loaded?.info ? [loaded.worker] : [];
    });
  }

  /** During a run only the lab worker calls the models, and it cannot tell a dead one from a slow one. */
  private watchRun(worker: WorkerHandle<ModelWorkerApi>, ended: Promise<void>): void {
    worker.watch(ended, this.options.runWatchdog ?? RUN_WATCHDOG);
  }

  /** Asks models and lab for one sign of life; one that gives none within the short patience is lost. */
  private probe(): void {
    const workers: WorkerHandle<{ ping(): Promise<void> }>[] = this.loadedWorkers();
    if (this.lab) workers.push(this.lab.worker);
    for (const worker of workers) {
      const answer = outcomeOf(() => worker.call((api) => api.ping()));
      worker.watch(answer, this.options.stopWatchdog ?? STOP_WATCHDOG);
    }
  }

  /** A loaded model's worker or device is gone: its runs end, its listeners hear of it, the rest goes on. */
  private lose(side: Slot, worker: WorkerHandle<ModelWorkerApi>, failure: Failure): void {
    const loaded = this.sides[side];
    if (loaded?.worker !== worker || !loaded.info) return;
    this.letGo(side, failure);
    for (const listener of this.listeners) listener({ where: side, failure });
  }

  private unload(side: Slot, failure: Failure): void {
    if (this.sides[side]?.info) this.letGo(side, failure);
    else this.sides[side]?.worker.end(failure);
  }

  private letGo(side: Slot, failure: Failure): void {
    const loaded = this.sides[side];
    delete loaded?.info;
    loaded?.worker.end(failure);
    const lab = this.lab?.worker;
    if (lab) void outcomeOf(() => lab.call((api) => api.detach(side, failure)));
  }

  /** The lab worker once it answers and holds every loaded model; a new one where there is none. */
  private async readyLab(): Promise<LabWorker> {
    this.lab ??= this.startLab();
    const { worker, ready } = this.lab;
    await ready;
    return worker;
  }

  /** A new lab. One that was ready and ends by itself is followed by another; what it kept of runs is gone. */
  private startLab(): { worker: LabWorker; ready: Promise<unknown> } {
    let wasReady = false;
    const worker: LabWorker = new WorkerHandle(this.options.labWorker(), {
      name: "The lab",
      watchdog: this.options.labWatchdog ?? { every: 5_000, limit: 60_000 },
      idleWatchdog: this.options.idleLabWatchdog ?? { every: 5_000, limit: 15_000 },
      onDeath: (failure) => {
        this.lab = wasReady ? this.startLab() : undefined;
        for (const listener of this.listeners) listener({ where: "lab", failure });
      },
    });
    const attached = SLOTS.map(async (side) => {
      const loaded = this.sides[side];
      if (loaded?.info) await outcomeOf(() => this.connect(worker, side, loaded.worker));
    });
    const ready = Promise.all(attached)
      .then(() => worker.call((api) => api.ping()))
      .then(() => (wasReady = true));
    ready.catch(() => undefined); // told to those who ask something of it; nobody may be asking
    return { worker, ready };
  }

  private async connect(lab: LabWorker, side: Slot, worker: WorkerHandle<ModelWorkerApi>): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    await worker.call((api) => api.connect(transfer(port1, [port1])));
    const attach = (): Promise<Outcome<ModelInfo>> =>
      lab.call<Outcome<ModelInfo>>((api) => api.attach(side, transfer(port2, [port2])));
    valueOf(await worker.call(attach));
  }

  private ask<T>(question: (api: Remote<LabWorkerApi>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    return outcomeOf(async () => valueOf(await (await this.readyLab()).call(question)));
  }

  private start<T>(
    begin: (
      api: Remote<LabWorkerApi>,
      run: number,
      onEvent: ProxyOrClone<(event: T) => void>,
    ) => Promise<void>,
    failed: (run: number, failure: Failure) => T,
  ): Run<T> {
    const run = ++this.lastRun;
    let finished = false;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.running.add(ended);
    for (const worker of this.loadedWorkers()) this.watchRun(worker, ended);
    const finish = (failure: Failure | undefined): void => {
      if (finished) return;
      finished = true;
      this.running.delete(ended);
      end();
      if (failure) void queue.push(failed(run, failure));
      queue.end();
    };
    const stop = (): void => {
      void outcomeOf(async () => (await this.readyLab()).call((api) => api.stop(run)));
      const message = "Stopped. The last step has not ended yet.";
      setTimeout(() => {
        if (finished) return;
        finish({ code: "stopped", message });
        this.probe();
      }, this.options.stopGrace ?? 5_000);
    };
    const queue = new EventQueue<T>(stop);
    const work = async (): Promise<void> => {
      const lab = await this.readyLab();
      lab.watch(ended, this.options.labRunWatchdog ?? LAB_RUN_WATCHDOG);
      const onEvent = (event: T): Promise<void> => {
        lab.heard();
        return queue.push(event);
      };
      await lab.call((api) => begin(api, run, proxy(onEvent)));
    };
    void outcomeOf(work).then((outcome) => finish(outcome.ok ? undefined : outcome.failure));
    return { run, stop, [Symbol.asyncIterator]: () => queue };
  }
}
