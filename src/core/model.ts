/** The interfaces every model backend implements. Whoever holds a `LanguageModel` cannot tell a worker, a server and a table apart. */

export type TokenId = number;

/** Next-token distribution, natural-log space. */
export type Distribution = FullDistribution | TruncatedDistribution;

export interface FullDistribution {
  kind: "full";
  /** (V) log-probabilities over the tokenizer's vocabulary, float32; −∞ is probability 0. */
  logprobs: Float32Array;
}

export interface TruncatedDistribution {
  kind: "truncated";
  /** The listed tokens, each once. */
  ids: Uint32Array;
  /** Their log-probabilities, aligned with `ids`. */
  logprobs: Float32Array;
  /** Log mass of all tokens that are not listed; −∞ where nothing is left. */
  rest: number;
}

export type Device = "webgpu" | "wasm" | "table" | "server" | "file";

export interface ModelInfo {
  /** Embedded folder name, Hub id or server's name. */
  id: string;
  /** Commit or hash of the files, where known. */
  revision?: string;
  dtype: string;
  device: Device;
  /** Size of the tokenizer's vocabulary, special tokens included: the width of every full distribution. */
  vocabSize: number;
  /** Width of the model's own logits, at least `vocabSize` where the model pads. */
  logitsWidth: number;
  /** Longest sequence in tokens. */
  contextLength: number;
  /** Equal for two models exactly if they cut text into the same ids. */
  tokenizer: string;
  /** Whether the model brings a chat template. */
  chat: boolean;
  /** Ids that end an answer. */
  endOfText: readonly TokenId[];
}

/** How a token looks to a person. */
export interface Token {
  id: TokenId;
  /** Its text alone. Bytes that are no UTF-8 by themselves appear as `<0xE2><0x82>`. */
  text: string;
  kind: "text" | "bytes" | "special";
}

export interface EncodeOptions {
  /** Whether special-token spellings in the text become special tokens and the tokenizer adds its own (default false). */
  special?: boolean;
}

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** Asked between chunks; true means stop as soon as possible. */
export type StopCheck = () => boolean;

export interface ScoreOptions {
  /** Positions per chunk, at most (a backend may make them smaller to bound memory). */
  chunk?: number;
  stop?: StopCheck;
}

export interface LanguageModel {
  readonly info: ModelInfo;
  encode(text: string, options?: EncodeOptions): TokenId[] | Promise<TokenId[]>;
  decode(ids: readonly TokenId[]): string | Promise<string>;
  /** How each id is shown, one by one. */
  tokens(ids: readonly TokenId[]): Token[] | Promise<Token[]>;
  /** The chat template's rendering of messages, ending where the assistant begins to write. Fails with "bad-input" where there is none. */
  render(messages: readonly ChatMessage[]): string | Promise<string>;
  /**
   * Teacher forcing: the distributions of positions `from … ids.length − 1`, in order, in bounded chunks.
   * The distribution of position t is conditioned on ids[0 … t−1]; `from` is at least 1.
   */
  score(ids: readonly TokenId[], from: number, options?: ScoreOptions): AsyncIterable<Distribution[]>;
  /** Incremental decoding with a key/value cache. `prefix` may not be empty. */
  open(prefix: readonly TokenId[]): Promise<Session>;
  /**
   * Decoding of many texts at once, one forward pass for all. Not there, or undefined, where the model cannot: not every
   * graph reads texts of unequal length side by side. Begins with no rows.
   */
  openBatch?(): Promise<BatchSession | undefined>;
  /** Frees everything; sessions of a disposed model refuse with "closed". */
  dispose(): Promise<void>;
}

/** A text that enters a batch, `copies` times: rows that begin alike are read once. */
export interface BatchEntry {
  /** Not empty. */
  prefix: readonly TokenId[];
  /** At least 1. */
  copies: number;
}

/**
 * Texts that grow by one token each at the same time. A row's distributions are those that a `Session` of it alone
 * gives, within rounding; rows know nothing of each other. After a failed forward pass it refuses with "closed".
 */
export interface BatchSession {
  /** Texts held. */
  readonly rows: number;
  /**
   * Goes on with the rows `keep` (indices, each at most once) in this order, followed by the copies of each entry. What
   * is not named costs nothing from now on. Returns one distribution per entry: that of the token after its prefix.
   */
  arrange(keep: readonly number[], add: readonly BatchEntry[]): Promise<Distribution[]>;
  /** Feeds each row one token, `ids[i]` to row i; returns the distribution after it, row by row. */
  append(ids: readonly TokenId[]): Promise<Distribution[]>;
  close(): Promise<void>;
}

export interface Session {
  /** Tokens held: prefix and everything appended since, less what was rewound. */
  readonly length: number;
  /** The distribution of the token that comes after everything held. */
  next(): Promise<Distribution>;
  /** Feed tokens; returns one distribution per token fed: the one that follows it. A block of k costs one forward pass. */
  append(ids: readonly TokenId[]): Promise<Distribution[]>;
  /** Forget everything after the first `length` tokens (1 ≤ length ≤ held). */
  rewind(length: number): Promise<void>;
  close(): Promise<void>;
}
