import { releaseProxy, wrap, type Endpoint, type Remote } from "comlink";
import type { ModelWorkerApi } from "../src/contract/model";
import { ExpectedError, type Failure, type Outcome } from "../src/core/errors";
import type {
  BatchEntry,
  BatchSession,
  ChatMessage,
  Distribution,
  EncodeOptions,
  LanguageModel,
  ModelInfo,
  ScoreOptions,
  Session,
  Token,
  TokenId,
} from "../src/core/model";
import { unwrap } from "./outcome";

/** A model in another worker, held like any other model. */
export class RemoteModel implements LanguageModel {
  private failure: ExpectedError | undefined;
  private rejectGone: (error: ExpectedError) => void = () => undefined;
  private readonly gone = new Promise<never>((_, reject) => (this.rejectGone = reject));

  private constructor(
    private readonly api: Remote<ModelWorkerApi>,
    readonly info: ModelInfo,
  ) {
    this.gone.catch(() => undefined); // told to those who call; nobody may be calling
  }

  /** Asks the worker at the other end of `port` what it holds; its model must be loaded. */
  static async attach(port: Endpoint): Promise<RemoteModel> {
    const api = wrap<ModelWorkerApi>(port);
    return new RemoteModel(api, unwrap(await api.info()));
  }

  /** The worker is gone or no longer ours: all pending and later calls fail with this. */
  abandon({ code, message, hint }: Failure): void {
    if (this.failure) return;
    this.failure = new ExpectedError(code, message, hint);
    this.rejectGone(this.failure);
    this.api[releaseProxy]();
  }

  encode(text: string, options?: EncodeOptions): Promise<TokenId[]> {
    return this.call(() => this.api.encode(text, options));
  }

  decode(ids: readonly TokenId[]): Promise<string> {
    return this.call(() => this.api.decode(ids));
  }

  tokens(ids: readonly TokenId[]): Promise<Token[]> {
    return this.call(() => this.api.tokens(ids));
  }

  render(messages: readonly ChatMessage[]): Promise<string> {
    return this.call(() => this.api.render(messages));
  }

  async *score(
    ids: readonly TokenId[],
    from: number,
    { chunk, stop = () => false }: ScoreOptions = {},
  ): AsyncGenerator<Distribution[]> {
    const run = await this.call(() => this.api.scoreStart(ids, from, chunk));
    try {
      while (!stop()) {
        const part = await this.call(() => this.api.scoreNext(run));
        if (!part) return;
        yield part.distributions;
      }
    } finally {
      await this.send(() => this.api.scoreStop(run));
    }
  }

  async open(prefix: readonly TokenId[]): Promise<Session> {
    const session = await this.call(() => this.api.open(prefix));
    return new RemoteSession(this, this.api, session, prefix.length);
  }

  async openBatch(): Promise<BatchSession | undefined> {
    const batch = await this.call(() => this.api.openBatch());
    return batch === undefined ? undefined : new RemoteBatch(this, this.api, batch);
  }

  async dispose(): Promise<void> {
    await this.send(() => this.api.dispose());
  }

  /** The value of a call, or its failure thrown; fails at once when the worker is gone. */
  async call<T>(work: () => Promise<Outcome<T>>): Promise<T> {
    if (this.failure) throw this.failure;
    return unwrap(await Promise.race([this.gone, work()]));
  }

  /** A call whose answer does not matter, and which a worker that is gone need not hear. */
  async send(work: () => Promise<void>): Promise<void> {
    if (this.failure) return;
    await Promise.race([this.gone.catch(() => undefined), work()]);
  }
}

class RemoteSession implements Session {
  private open = true;

  constructor(
    private readonly model: RemoteModel,
    private readonly api: Remote<ModelWorkerApi>,
    private readonly session: number,
    private held: number,
  ) {}

  get length(): number {
    return this.held;
  }

  next(): Promise<Distribution> {
    return this.model.call(() => this.api.next(this.session));
  }

  async append(ids: readonly TokenId[]): Promise<Distribution[]> {
    const distributions = await this.model.call(() => this.api.append(this.session, ids));
    this.held += ids.length;
    return distributions;
  }

  async rewind(length: number): Promise<void> {
    await this.model.call(() => this.api.rewind(this.session, length));
    this.held = length;
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.model.send(() => this.api.close(this.session));
  }
}

class RemoteBatch implements BatchSession {
  private open = true;
  private held = 0;

  constructor(
    private readonly model: RemoteModel,
    private readonly api: Remote<ModelWorkerApi>,
    private readonly batch: number,
  ) {}

  get rows(): number {
    return this.held;
  }

  async arrange(keep: readonly number[], add: readonly BatchEntry[]): Promise<Distribution[]> {
    const distributions = await this.model.call(() => this.api.arrangeBatch(this.batch, keep, add));
    this.held = add.reduce((rows, { copies }) => rows + copies, keep.length);
    return distributions;
  }

  append(ids: readonly TokenId[]): Promise<Distribution[]> {
    return this.model.call(() => this.api.appendBatch(this.batch, ids));
  }

  async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.model.send(() => this.api.closeBatch(this.batch));
  }
}
