import type {
  BatchEntry,
  ChatMessage,
  Distribution,
  EncodeOptions,
  ModelInfo,
  Token,
  TokenId,
} from "../core/model";
import type { Failure, Outcome } from "../core/errors";
import type { SelfCheckReference } from "../core/selfCheck/reference";
import type { SelfCheckResult } from "../core/selfCheck/selfCheck";

/** Which model to load, from where, and how to run it. */
export interface ModelSpec {
  /** Shown and logged; for embedded models the folder's name. */
  id: string;
  /** Absolute address of the folder in Hugging Face layout, ending in "/". Always the page's own origin unless the person chose otherwise. */
  folder: string;
  dtype: "fp32" | "fp16" | "q8" | "q4" | "q4f16";
  /** "auto": WebGPU where an adapter answers and the model is big enough to gain, else WASM. */
  device: "auto" | "webgpu" | "wasm";
  /** What the folder's files must be, where that is known; a file that is not ends the load with "model-corrupt". */
  files?: readonly ModelFile[];
  /** Reference values for its self-check, where they ship with it. */
  selfCheck?: ModelFile;
  /** A model of a Hub at a commit, chosen by the person: its files are kept between visits, and resumed when cut. */
  hub?: {
    /** What was asked for: a branch, a tag or a commit. */
    revision: string;
    commit: string;
    /** What loading reads, with what the Hub says of it. */
    files: readonly HubFileSpec[];
  };
  /** The files of a folder that the person opened from disk; nothing is asked of any server. */
  disk?: readonly DiskFile[];
}

/** A file that a Hub has: its digest is known for large files only. */
export type HubFileSpec = Omit<ModelFile, "sha256"> & Partial<Pick<ModelFile, "sha256">>;

/** A file that lies on the person's disk. */
export interface DiskFile {
  /** Relative to the folder. */
  path: string;
  file: BlobLike;
}

/** A Blob without the DOM's types. */
export interface BlobLike {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A file of a model folder. */
export interface ModelFile {
  /** Relative to the folder. */
  path: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/** Loading, as the person sees it. Sizes in bytes; `total` is undefined until the server says. */
export type LoadEvent =
  | { type: "load-download"; file: string; loaded: number; total: number | undefined; fromCache: boolean }
  /** The connection broke; what has come stays, and the rest is asked for after `wait` milliseconds. */
  | { type: "load-retry"; file: string; loaded: number; wait: number; reason: string }
  /** The browser keeps no files ("none") or has no room for more ("full"): the model loads, the next visit downloads again. */
  | { type: "load-not-kept"; why: "none" | "full" }
  | { type: "load-start-runtime"; device: "webgpu" | "wasm" }
  | { type: "load-warm-up" };

/** Scored positions in order; `distributions[i]` belongs to position `from + i`. */
export interface ScoredChunk {
  from: number;
  distributions: Distribution[];
}

/** What a model worker answers to. One worker holds one model, for life: another model is another worker. */
export interface ModelWorkerApi {
  load(spec: ModelSpec, onEvent: (event: LoadEvent) => void): Promise<Outcome<ModelInfo>>;
  /** What was loaded; fails with "closed" before that. */
  info(): Promise<Outcome<ModelInfo>>;
  /** Called once if the device goes away after loading; every later call fails with the same failure. */
  watch(onLost: (failure: Failure) => void): Promise<void>;
  /** Answers at once, unless a forward pass holds the thread. */
  ping(): Promise<void>;
  encode(text: string, options?: EncodeOptions): Promise<Outcome<TokenId[]>>;
  decode(ids: readonly TokenId[]): Promise<Outcome<string>>;
  tokens(ids: readonly TokenId[]): Promise<Outcome<Token[]>>;
  render(messages: readonly ChatMessage[]): Promise<Outcome<string>>;
  /** Starts scoring; the chunks are pulled one at a time with `scoreNext`, so a slow reader bounds the memory. */
  scoreStart(ids: readonly TokenId[], from: number, chunk: number | undefined): Promise<Outcome<number>>;
  /** The next chunk of a run, arrays transferred; undefined after the last. */
  scoreNext(run: number): Promise<Outcome<ScoredChunk | undefined>>;
  /** Ends a run early and frees what it holds. */
  scoreStop(run: number): Promise<void>;
  /** Compares what the model computes with reference values. */
  selfCheck(reference: SelfCheckReference): Promise<Outcome<SelfCheckResult>>;
  /** What the model says of a few plain texts, as reference values for the same model elsewhere. */
  makeReference(made: string): Promise<Outcome<SelfCheckReference>>;
  open(prefix: readonly TokenId[]): Promise<Outcome<number>>;
  next(session: number): Promise<Outcome<Distribution>>;
  append(session: number, ids: readonly TokenId[]): Promise<Outcome<Distribution[]>>;
  rewind(session: number, length: number): Promise<Outcome<void>>;
  close(session: number): Promise<void>;
  /** A batch session; undefined where the model decodes one text at a time. */
  openBatch(): Promise<Outcome<number | undefined>>;
  arrangeBatch(
    batch: number,
    keep: readonly number[],
    add: readonly BatchEntry[],
  ): Promise<Outcome<Distribution[]>>;
  appendBatch(batch: number, ids: readonly TokenId[]): Promise<Outcome<Distribution[]>>;
  closeBatch(batch: number): Promise<void>;
  dispose(): Promise<void>;
  /** A door to the same model for the lab worker; it replaces the one opened before. */
  connect(port: MessagePortLike): Promise<void>;
}

/** A MessagePort without the DOM's types. */
export interface MessagePortLike {
  postMessage(message: unknown, transfer?: unknown[]): void;
}
