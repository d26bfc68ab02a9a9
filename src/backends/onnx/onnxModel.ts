import { logSoftmax } from "../../core/distribution/logSoftmax";
import { ExpectedError } from "../../core/errors";
import type {
  BatchSession,
  ChatMessage,
  Distribution,
  EncodeOptions,
  FullDistribution,
  LanguageModel,
  ModelInfo,
  ScoreOptions,
  Session,
  Token,
  TokenId,
} from "../../core/model";
import { checkIds, checkPrefix, checkScore, closed } from "../checks";
import { agreesInBatch } from "./batchCheck";
import type { DecodedBlock, Decoder } from "./decoder";
import type { HubTokenizer } from "./hubTokenizer";
import { disposeCache } from "./keyValueCache";
import { OnnxBatch } from "./onnxBatch";
import { OnnxSession } from "./onnxSession";

/** Logits of one forward pass take at most about this much memory. */
const LOGITS_BYTES = 32 * 1024 ** 2;
const MAX_BLOCK = 512;
const DEFAULT_CHUNK = 128;

/** What a model's files say about it, before the first forward pass told the width of its logits. */
export type OnnxAbout = Omit<ModelInfo, "vocabSize" | "logitsWidth" | "tokenizer" | "chat">;

/** A decoder and its tokenizer as a `LanguageModel`. Log-softmax happens here; logits never leave. */
export class OnnxModel implements LanguageModel {
  /** Ids fed in one forward pass, at most. */
  private readonly block: number;
  private readonly sessions = new Set<OnnxSession | OnnxBatch>();
  /** Whether the graph reads texts of unequal length side by side as it reads them alone; found out when it is asked. */
  private batches: Promise<boolean> | undefined;
  private disposed = false;

  private constructor(
    readonly info: ModelInfo,
    private readonly decoder: Decoder,
    private readonly tokenizer: HubTokenizer,
  ) {
    this.block = Math.max(1, Math.min(MAX_BLOCK, Math.floor(LOGITS_BYTES / 4 / info.logitsWidth)));
  }

  /** The model after a warm-up: two forward passes, which also tell how wide its logits are. */
  static async create(about: OnnxAbout, decoder: Decoder, tokenizer: HubTokenizer): Promise<OnnxModel> {
    const first = await decoder.run([0], decoder.emptyCache(), 1);
    const second = await decoder.run([0], first.cache, 1);
    disposeCache(second.cache);
    const { width } = second;
    const info: ModelInfo = {
      ...about,
      vocabSize: Math.min(tokenizer.vocabSize, width),
      logitsWidth: width,
      tokenizer: await tokenizer.fingerprint(),
      chat: tokenizer.chat,
    };
    return new OnnxModel(info, decoder, tokenizer);
  }

  encode(text: string, options?: EncodeOptions): TokenId[] {
    return this.tokenizer.encode(text, options);
  }

  decode(ids: readonly TokenId[]): string {
    checkIds(this.info, ids);
    return this.tokenizer.decode(ids);
  }

  tokens(ids: readonly TokenId[]): Token[] {
    checkIds(this.info, ids);
    return ids.map((id) => this.tokenizer.token(id));
  }

  render(messages: readonly ChatMessage[]): string {
    if (this.info.chat) return this.tokenizer.render(messages);
    throw new ExpectedError(
      "bad-input",
      `${this.info.id} has no chat template.`,
      "Turn the chat template off, or choose a model that was trained for chats.",
    );
  }

  async *score(
    ids: readonly TokenId[],
    from: number,
    { chunk = DEFAULT_CHUNK, stop = () => false }: ScoreOptions = {},
  ): AsyncGenerator<Distribution[]> {
    checkScore(this.info, ids, from);
    let cache = this.decoder.emptyCache();
    try {
      // The logits of id t are the distribution of position t + 1, so the last id is not fed.
      while (cache.length < ids.length - 1 && from < ids.length && !stop()) {
        this.checkOpen();
        const start = cache.length;
        const firstRow = Math.max(start, from - 1);
        const end = Math.min(ids.length - 1, firstRow + chunk, start + this.block);
        const rows = Math.max(0, end - firstRow);
        const block = await this.decoder.run(ids.slice(start, end), cache, Math.max(1, rows));
        cache = block.cache;
        if (rows > 0) yield this.distributions(block);
      }
    } finally {
      disposeCache(cache);
    }
  }

  async open(prefix: readonly TokenId[]): Promise<Session> {
    this.checkOpen();
    checkPrefix(this.info, prefix);
    const session = new OnnxSession(this.info, prefix, this.decoder, this.block, {
      distributions: (block) => this.distributions(block),
      onClose: () => this.sessions.delete(session),
    });
    this.sessions.add(session);
    return session;
  }

  async openBatch(): Promise<BatchSession | undefined> {
    this.checkOpen();
    if (!this.decoder.takesRows) return undefined;
    this.batches ??= agreesInBatch(this.info, this.newBatch(), (prefix) => this.open(prefix));
    this.batches.catch(() => (this.batches = undefined));
    return (await this.batches) ? this.newBatch() : undefined;
  }

  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    await Promise.all([...this.sessions].map((session) => session.close()));
    await this.decoder.release();
  }

  private newBatch(): OnnxBatch {
    const block = this.decoder.sparesLogits ? MAX_BLOCK : this.block;
    const batch = new OnnxBatch(this.info, this.decoder, block, {
      distribution: (logits) => this.distribution(logits),
      onClose: () => this.sessions.delete(batch),
    });
    this.sessions.add(batch);
    return batch;
  }

  private distributions({ logits, rows, width }: DecodedBlock): FullDistribution[] {
    return Array.from({ length: rows }, (_, row) =>
      this.distribution(logits.subarray(row * width, (row + 1) * width)),
    );
  }

  private distribution(logits: Float32Array): FullDistribution {
    return { kind: "full", logprobs: logSoftmax(logits, { size: this.info.vocabSize }) };
  }

  private checkOpen(): void {
    if (this.disposed) throw closed(this.info, "model");
  }
}
