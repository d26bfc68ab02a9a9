import type { PositionBlock } from "../core/compare/block";
import type { Failure } from "../core/errors";
import type { ArrayContent, ArrayPrecision } from "../core/experiment/writeDistributions";
import type { ModelInfo, Token, TokenId } from "../core/model";

export type { ArrayContent, ArrayPrecision } from "../core/experiment/writeDistributions";

/** A file or blob: it crosses to the worker by reference, and only what is sliced is read. */
export interface BlobLike {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Files to be shown as a comparison, without a model. */
export interface OpenRequest {
  npz: BlobLike;
  /** `distributions.json`, where it lies beside the arrays. */
  json?: BlobLike;
  /** Candidates per model, where the file brings none. */
  k: number;
}

/** A comparison as it goes into arrays. The block holds every position, in order. */
export interface ArraysRequest {
  /** The comparison whose whole distributions are wanted; not asked for where only the most probable tokens are. */
  run: number;
  content: ArrayContent;
  precision: ArrayPrecision;
  a: ModelInfo;
  b: ModelInfo;
  prompt: string;
  rendered: string;
  chat: boolean;
  promptIds: readonly TokenId[];
  block: PositionBlock;
  temperature: number;
  k: number;
  /** How the tokens look that the page has seen; for whole distributions the lab adds all others. */
  tokens: readonly Token[];
}

/** Arrays on their way into a file. Bytes come one event after another, the next when the last was taken. */
export type ArraysEvent =
  /** `total`: bytes of all arrays; the file is some kilobytes larger. `json`: text of `distributions.json`. */
  | { type: "arrays-start"; run: number; total: number; json: string }
  | { type: "arrays-bytes"; run: number; bytes: Uint8Array<ArrayBuffer> }
  | { type: "arrays-end"; run: number }
  | { type: "arrays-failed"; run: number; failure: Failure };

/** What was opened, told before the first block: `compare-start` says the rest. */
export interface OpenedFile {
  prompt: string;
  chat: boolean;
  temperature: number;
  k: number;
  /** Whether whole distributions are there. */
  whole: boolean;
}
