import { transfer } from "comlink";
import type {
  LoadEvent,
  MessagePortLike,
  ModelSpec,
  ModelWorkerApi,
  ScoredChunk,
} from "../src/contract/model";
import { ExpectedError, type Failure, type Outcome } from "../src/core/errors";
import type {
  BatchEntry,
  BatchSession,
  ChatMessage,
  Distribution,
  EncodeOptions,
  LanguageModel,
  ModelInfo,
  Session,
  Token,
  TokenId,
} from "../src/core/model";
import { makeReference, PLAIN_TEXTS } from "../src/core/selfCheck/makeReference";
import type { SelfCheckReference } from "../src/core/selfCheck/reference";
import { selfCheck, type SelfCheckResult } from "../src/core/selfCheck/selfCheck";
import { settled } from "./outcome";

/** How the worker gets its model: the backend, as an argument. */
export type LoadModel = (
  spec: ModelSpec,
  /** `onLost`: to be called when the device goes away after loading. */
  callbacks: { onEvent: (event: LoadEvent) => void; onLost: (failure: Failure) => void },
) => Promise<LanguageModel>;

/** Makes a service answer on a port. */
export type Expose = (api: ModelWorkerApi, port: MessagePortLike) => void;

interface ScoreRun {
  chunks: AsyncIterator<Distribution[]>;
  /** The next chunk's first position. */
  position: number;
  stopped: boolean;
}

/** One model behind any number of ports: failures become values, sessions and score runs become numbers. */
export class ModelService implements ModelWorkerApi {
  private model: LanguageModel | undefined;
  private lost: Failure | undefined;
  private readonly watchers: ((failure: Failure) => void)[] = [];
  private readonly sessions = new Map<number, Session>();
  private readonly batches = new Map<number, BatchSession>();
  private readonly runs = new Map<number, ScoreRun>();
  private lastNumber = 0;

  constructor(
    private readonly loadModel: LoadModel,
    private readonly expose: Expose,
  ) {}

  load(spec: ModelSpec, onEvent: (event: LoadEvent) => void): Promise<Outcome<ModelInfo>> {
    if (this.model)
      throw new Error(`This worker holds ${this.model.info.id} for life; ${spec.id} needs another one`);
    return settled(async () => {
      this.model = await this.loadModel(spec, { onEvent, onLost: (failure) => this.lose(failure) });
      return this.model.info;
    });
  }

  info(): Promise<Outcome<ModelInfo>> {
    return this.withModel((model) => model.info);
  }

  async watch(onLost: (failure: Failure) => void): Promise<void> {
    if (this.lost) onLost(this.lost);
    else this.watchers.push(onLost);
  }

  async ping(): Promise<void> {}

  encode(text: string, options?: EncodeOptions): Promise<Outcome<TokenId[]>> {
    return this.withModel((model) => model.encode(text, options));
  }

  decode(ids: readonly TokenId[]): Promise<Outcome<string>> {
    return this.withModel((model) => model.decode(ids));
  }

  tokens(ids: readonly TokenId[]): Promise<Outcome<Token[]>> {
    return this.withModel((model) => model.tokens(ids));
  }

  render(messages: readonly ChatMessage[]): Promise<Outcome<string>> {
    return this.withModel((model) => model.render(messages));
  }

  scoreStart(ids: readonly TokenId[], from: number, chunk: number | undefined): Promise<Outcome<number>> {
    return this.withModel((model) => {
      const run: ScoreRun = { chunks: emptyIterator, position: from, stopped: false };
      const stop = () => run.stopped;
      run.chunks = model
        .score(ids, from, { stop, ...(chunk === undefined ? {} : { chunk }) })
        [Symbol.asyncIterator]();
      return this.register(this.runs, run);
    });
  }

  async scoreNext(number: number): Promise<Outcome<ScoredChunk | undefined>> {
    const outcome = await this.withModel(async (): Promise<ScoredChunk | undefined> => {
      const run = this.runs.get(number);
      if (!run || run.stopped) return undefined;
      const result = await run.chunks.next();
      if (result.done) {
        this.runs.delete(number);
        return undefined;
      }
      const from = run.position;
      run.position += result.value.length;
      return { from, distributions: result.value };
    });
    return sent(outcome, outcome.ok ? (outcome.value?.distributions ?? []) : []);
  }

  async scoreStop(number: number): Promise<void> {
    const run = this.runs.get(number);
    if (!run) return;
    run.stopped = true;
    this.runs.delete(number);
    await run.chunks.return?.();
  }

  selfCheck(reference: SelfCheckReference): Promise<Outcome<SelfCheckResult>> {
    return this.withModel((model) => selfCheck(model, reference, () => performance.now()));
  }

  makeReference(made: string): Promise<Outcome<SelfCheckReference>> {
    return this.withModel((model) => makeReference(model, PLAIN_TEXTS, made));
  }

  open(prefix: readonly TokenId[]): Promise<Outcome<number>> {
    return this.withModel(async (model) => this.register(this.sessions, await model.open(prefix)));
  }

  async next(session: number): Promise<Outcome<Distribution>> {
    const outcome = await this.withModel(() => held(this.sessions, session).next());
    return sent(outcome, outcome.ok ? [outcome.value] : []);
  }

  async append(session: number, ids: readonly TokenId[]): Promise<Outcome<Distribution[]>> {
    const outcome = await this.withModel(() => held(this.sessions, session).append(ids));
    return sent(outcome, outcome.ok ? outcome.value : []);
  }

  rewind(session: number, length: number): Promise<Outcome<void>> {
    return this.withModel(() => held(this.sessions, session).rewind(length));
  }

  async close(session: number): Promise<void> {
    await this.sessions.get(session)?.close();
    this.sessions.delete(session);
  }

  openBatch(): Promise<Outcome<number | undefined>> {
    return this.withModel(async (model) => {
      const batch = await model.openBatch?.();
      return batch && this.register(this.batches, batch);
    });
  }

  async arrangeBatch(
    batch: number,
    keep: readonly number[],
    add: readonly BatchEntry[],
  ): Promise<Outcome<Distribution[]>> {
    const outcome = await this.withModel(() => held(this.batches, batch).arrange(keep, add));
    return sent(outcome, outcome.ok ? outcome.value : []);
  }

  async appendBatch(batch: number, ids: readonly TokenId[]): Promise<Outcome<Distribution[]>> {
    const outcome = await this.withModel(() => held(this.batches, batch).append(ids));
    return sent(outcome, outcome.ok ? outcome.value : []);
  }

  async closeBatch(batch: number): Promise<void> {
    await this.batches.get(batch)?.close();
    this.batches.delete(batch);
  }

  async dispose(): Promise<void> {
    await this.model?.dispose();
  }

  /** The new door replaces the one before: what was left open behind that one is closed. */
  async connect(port: MessagePortLike): Promise<void> {
    this.expose(this, port);
    await Promise.all([
      ...[...this.sessions.keys()].map((session) => this.close(session)),
      ...[...this.batches.keys()].map((batch) => this.closeBatch(batch)),
      ...[...this.runs.keys()].map((run) => this.scoreStop(run)),
    ]);
  }

  private withModel<T>(work: (model: LanguageModel) => T | Promise<T>): Promise<Outcome<T>> {
    return settled(() => {
      if (this.lost) throw new ExpectedError(this.lost.code, this.lost.message, this.lost.hint);
      if (!this.model) throw new ExpectedError("closed", "No model is loaded.", "Load a model first.");
      return work(this.model);
    });
  }

  private register<T>(map: Map<number, T>, value: T): number {
    map.set(++this.lastNumber, value);
    return this.lastNumber;
  }

  private lose(failure: Failure): void {
    if (this.lost) return;
    this.lost = failure;
    for (const watcher of this.watchers) watcher(failure);
  }
}

const emptyIterator: AsyncIterator<Distribution[]> = {
  next: async () => ({ done: true, value: undefined }),
};

/** What a number stands for. */
function held<T>(map: ReadonlyMap<number, T>, number: number): T {
  const value = map.get(number);
  if (value !== undefined) return value;
  throw new ExpectedError("closed", "This session is closed.", "Start again from the text.");
}

/** Marks the distributions' memory as moved, not copied. Rows that share a buffer move it once. */
function sent<T>(outcome: T, distributions: readonly Distribution[]): T {
  const buffers = distributions.flatMap((distribution) =>
    distribution.kind === "full"
      ? [distribution.logprobs.buffer]
      : [distribution.ids.buffer, distribution.logprobs.buffer],
  );
  return transfer(outcome, [...new Set(buffers)] as ArrayBuffer[]);
}
