import { truncate } from "../../core/distribution/truncated";
import { logSoftmax } from "../../core/distribution/logSoftmax";
import { ExpectedError, type FailureCode } from "../../core/errors";
import type {
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
} from "../../core/model";
import { checkIds, checkLength, checkPrefix, checkScore, closed } from "../checks";
import type { LogitsOf } from "./logits";
import { TableBatch } from "./tableBatch";
import { TableTokenizer } from "./tableTokenizer";

export interface TableOptions {
  id?: string;
  tokenizer: TableTokenizer;
  logits: LogitsOf;
  /** Longest sequence in tokens (default 1024). */
  contextLength?: number;
  /** Whether there is a chat template (default true). */
  chat?: boolean;
  /** Whether it decodes several texts at once (default true). */
  batch?: boolean;
  /** Awaited before every forward pass: a slow model. */
  latency?: () => Promise<void>;
  /** The forward pass with this number (the first is 1) and all later ones fail, as a lost device does. */
  failAt?: { call: number; code: FailureCode };
  /** List only this many tokens of each distribution, as a server does. */
  truncateTo?: number;
}

/**
 * An exact toy model: its logits are a pure function of the prefix, its sessions recompute instead of caching.
 * Reference for the other backends and test double for everything above them.
 */
export class TableModel implements LanguageModel {
  readonly info: ModelInfo;
  /** Forward passes so far. */
  calls = 0;
  private disposed = false;

  constructor(private readonly options: TableOptions) {
    const { tokenizer, logits } = options;
    const logitsWidth = logits([TableTokenizer.end]).length;
    if (logitsWidth < tokenizer.vocabSize) {
      throw new RangeError(
        `The table has ${logitsWidth} columns, the tokenizer ${tokenizer.vocabSize} tokens`,
      );
    }
    this.info = {
      id: options.id ?? "table",
      dtype: "float64",
      device: "table",
      vocabSize: tokenizer.vocabSize,
      logitsWidth,
      contextLength: options.contextLength ?? 1024,
      tokenizer: tokenizer.fingerprint,
      chat: options.chat ?? true,
      endOfText: [TableTokenizer.end],
    };
  }

  encode(text: string, options: EncodeOptions = {}): TokenId[] {
    return this.options.tokenizer.encode(text, options.special ?? false);
  }

  decode(ids: readonly TokenId[]): string {
    checkIds(this.info, ids);
    return this.options.tokenizer.decode(ids);
  }

  tokens(ids: readonly TokenId[]): Token[] {
    checkIds(this.info, ids);
    return ids.map((id) => this.options.tokenizer.token(id));
  }

  render(messages: readonly ChatMessage[]): string {
    if (!this.info.chat) {
      throw new ExpectedError(
        "bad-input",
        `${this.info.id} has no chat template.`,
        "Turn the chat template off.",
      );
    }
    const turns = messages.map(({ role, content }) => `<|${role}|>${content}<|end|>`);
    return `${turns.join("")}<|assistant|>`;
  }

  async *score(
    ids: readonly TokenId[],
    from: number,
    { chunk = 64, stop = () => false }: ScoreOptions = {},
  ): AsyncGenerator<Distribution[]> {
    checkScore(this.info, ids, from);
    for (let start = from; start < ids.length && !stop(); start += chunk) {
      const end = Math.min(start + chunk, ids.length);
      yield await this.forward(ids, start, end);
    }
  }

  async open(prefix: readonly TokenId[]): Promise<Session> {
    if (this.disposed) throw closed(this.info, "model");
    checkPrefix(this.info, prefix);
    return new TableSession(this.info, prefix, (ids, start, end) => this.forward(ids, start, end));
  }

  async openBatch(): Promise<BatchSession | undefined> {
    if (this.disposed) throw closed(this.info, "model");
    if (this.options.batch === false) return undefined;
    return new TableBatch(this.info, async (prefixes) => {
      await this.pass();
      return prefixes.map((prefix) => this.distribution(prefix));
    });
  }

  async dispose(): Promise<void> {
    this.disposed = true;
  }

  /** One forward pass: the distributions of positions start … end − 1. */
  private async forward(ids: readonly TokenId[], start: number, end: number): Promise<Distribution[]> {
    await this.pass();
    return Array.from({ length: end - start }, (_, index) => this.distribution(ids.slice(0, start + index)));
  }

  /** What goes before every forward pass. */
  private async pass(): Promise<void> {
    if (this.disposed) throw closed(this.info, "model");
    await this.options.latency?.();
    this.calls++;
    const { failAt } = this.options;
    if (failAt && this.calls >= failAt.call) {
      throw new ExpectedError(
        failAt.code,
        `${this.info.id} failed at forward pass ${this.calls}, as it was told to.`,
      );
    }
  }

  private distribution(prefix: readonly TokenId[]): Distribution {
    const logprobs = logSoftmax(this.options.logits(prefix), { size: this.info.vocabSize });
    const { truncateTo } = this.options;
    return truncateTo === undefined ? { kind: "full", logprobs } : truncate(logprobs, truncateTo);
  }
}

type Forward = (ids: readonly TokenId[], start: number, end: number) => Promise<Distribution[]>;

class TableSession implements Session {
  private ids: TokenId[];
  private open = true;

  constructor(
    private readonly info: ModelInfo,
    prefix: readonly TokenId[],
    private readonly forward: Forward,
  ) {
    this.ids = [...prefix];
  }

  get length(): number {
    return this.ids.length;
  }

  async next(): Promise<Distribution> {
    this.check();
    const [distribution] = await this.forward(this.ids, this.ids.length, this.ids.length + 1);
    return distribution as Distribution;
  }

  async append(ids: readonly TokenId[]): Promise<Distribution[]> {
    this.check();
    checkIds(this.info, ids);
    checkLength(this.info, this.ids.length + ids.length);
    if (ids.length === 0) return [];
    const all = [...this.ids, ...ids];
    const distributions = await this.forward(all, this.ids.length + 1, all.length + 1);
    this.ids = all;
    return distributions;
  }

  async rewind(length: number): Promise<void> {
    this.check();
    if (!Number.isInteger(length) || length < 1 || length > this.ids.length) {
      throw new RangeError(`rewind: length is ${length}, must be in 1 … ${this.ids.length}`);
    }
    this.ids = this.ids.slice(0, length);
  }

  async close(): Promise<void> {
    this.open = false;
  }

  private check(): void {
    if (!this.open) throw closed(this.info, "session");
  }
}
