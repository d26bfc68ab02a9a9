import type { CompareEvent, CompareRequest, TextRequest } from "../core/compare/events";
import type { PositionBlock } from "../core/compare/block";
import type { ReadEvent, ReadRequest } from "../core/compare/readEvents";
import type { Failure, Outcome } from "../core/errors";
import type {
  MeasureEvent,
  MeasureRequest,
  SampleEvent,
  SampleRequest,
} from "../core/experiment/sample/events";
import type { FileRemark } from "../core/experiment/fileRemark";
import type { MixEvent, MixRequest } from "../core/generation/mixing/events";
import type { SwitchEndReason } from "../core/generation/switching/endings";
import type { SwitchEvent, SwitchRequest } from "../core/generation/switching/events";
import type { ModelInfo, Token, TokenId } from "../core/model";
import type { SamplingSettings } from "../core/sampling/settings";
import type { Side } from "../core/side";
import type { StudyEvent, StudyRequest } from "../core/study/events";
import type {
  AnswerArraysEvent,
  AnswerArraysRequest,
  AnswerCandidates,
  AnswerPlace,
  AnswersSummary,
  AnswerTokens,
  OpenAnswersRequest,
} from "./answers";
import type { ArraysEvent, ArraysRequest, OpenedFile, OpenRequest } from "./files";
import type { MessagePortLike } from "./model";

export type { CompareEvent, CompareRequest, TextRequest } from "../core/compare/events";
export type { PositionBlock } from "../core/compare/block";
export type { ReadEvent, ReadRequest } from "../core/compare/readEvents";
export type { MixEvent, MixRequest } from "../core/generation/mixing/events";
export type { SwitchEvent, SwitchRequest } from "../core/generation/switching/events";
export type { StudyEvent, StudyRequest } from "../core/study/events";
export type {
  MeasureEvent,
  MeasureRequest,
  SampleEvent,
  SampleRequest,
} from "../core/experiment/sample/events";

export type { Side } from "../core/side";

/** Where a model can be: A, B, or C, which proxy-tuning holds B against. */
export type Slot = Side | "c";

export interface WriteRequest {
  writer: Side;
  prompt: string;
  chat: boolean;
  /** Solution tokens that stand already; writing goes on after them. */
  kept: readonly TokenId[];
  sampling: SamplingSettings;
  seed: number;
  /** Index of the sample; 0 where it is left out. */
  sample?: number;
  maxNewTokens: number;
  /** The answer ends as a switched one of both models does, which must both be there; else as the writer alone ends. */
  endings?: { stopStrings: readonly string[]; endRepetition: boolean };
}

export type WriteEvent =
  | { type: "write-start"; run: number; prompt: Token[]; kept: Token[] }
  | { type: "write-token"; run: number; token: Token; logprob: number }
  | {
      type: "write-end";
      run: number;
      reason: SwitchEndReason;
      milliseconds: number;
    }
  | { type: "write-failed"; run: number; failure: Failure };

/** One row of a whole distribution at one position. */
export interface DistributionRow {
  token: Token;
  logprobA: number;
  logprobB: number;
  rankA: number;
  rankB: number;
}

export interface DistributionQuery {
  /** What was typed, read by core/compare/tokenSearch.ts; empty keeps all. */
  search: string;
  sort: "a" | "b" | "difference" | "id";
  offset: number;
  limit: number;
}

export interface DistributionPage {
  rows: DistributionRow[];
  /** Rows that match the search. */
  total: number;
  /** "float16" where the row was stored, "float32" where it was still in memory or computed anew. */
  precision: "float32" | "float16";
}

/** An opened file: what it is, then the events of a comparison; what does not hold together in it is told before the end. */
export type OpenFileEvent =
  | CompareEvent
  | { type: "file-opened"; run: number; file: OpenedFile }
  | { type: "file-remarks"; run: number; remarks: readonly FileRemark[] };

/** What the lab worker answers to. Runs are numbered by the caller; `stop` may come before or after a run began. */
export interface LabWorkerApi {
  attach(slot: Slot, port: MessagePortLike): Promise<Outcome<ModelInfo>>;
  /** Lets go of a slot's model; runs that still need it end with `failure` ("closed" when there is none). */
  detach(slot: Slot, failure?: Failure): Promise<void>;
  /** What the texts become, without running a model: for token counts and the rendered template while typing. */
  tokenize(request: TextRequest): Promise<Outcome<{ prompt: Token[]; solution: Token[]; rendered: string }>>;
  compare(run: number, request: CompareRequest, onEvent: (event: CompareEvent) => void): Promise<void>;
  /** Each model over the same text by itself, whatever their tokenizers. */
  read(run: number, request: ReadRequest, onEvent: (event: ReadEvent) => void): Promise<void>;
  write(run: number, request: WriteRequest, onEvent: (event: WriteEvent) => void): Promise<void>;
  /** One model writes, the other takes over where the policy says so. */
  switch(run: number, request: SwitchRequest, onEvent: (event: SwitchEvent) => void): Promise<void>;
  /** Switched answers to many problems, at several thresholds or budgets. */
  study(run: number, request: StudyRequest, onEvent: (event: StudyEvent) => void): Promise<void>;
  /** Several answers to each of many prompts, by each model alone and by both switched. */
  sample(run: number, request: SampleRequest, onEvent: (event: SampleEvent) => void): Promise<void>;
  /** Answers read by models: likelihoods, entropies and the divergence of A and B, token by token. */
  measure(run: number, request: MeasureRequest, onEvent: (event: MeasureEvent) => void): Promise<void>;
  /** An answer drawn from a mixture of the models. */
  mix(run: number, request: MixRequest, onEvent: (event: MixEvent) => void): Promise<void>;
  /** The kept distributions of a run seen at another temperature or k; no model runs. Fails with "not-kept" where they are gone. */
  review(
    run: number,
    settings: { temperature: number; k: number },
  ): Promise<Outcome<{ blocks: PositionBlock[]; tokens: Token[] }>>;
  /** The whole vocabulary at one position; computed anew where it is no longer kept. */
  distribution(
    run: number,
    position: number,
    temperature: number,
    query: DistributionQuery,
  ): Promise<Outcome<DistributionPage>>;
  /** Shows what files hold as a comparison: no model runs, and only what is looked at is read. */
  openFile(run: number, request: OpenRequest, onEvent: (event: OpenFileEvent) => void): Promise<void>;
  /** A comparison as the bytes of an NPZ file; distributions that are no longer kept are computed anew. */
  writeArrays(run: number, request: ArraysRequest, onEvent: (event: ArraysEvent) => void): Promise<void>;
  /** A model's distributions over many answers as the bytes of an NPZ file and the text of a JSON file. */
  writeAnswerArrays(
    run: number,
    request: AnswerArraysRequest,
    onEvent: (event: AnswerArraysEvent) => void,
  ): Promise<void>;
  /** Opens files of answers: the JSON and the archive's directory are read. `release` lets go of them. */
  openAnswers(run: number, request: OpenAnswersRequest): Promise<Outcome<AnswersSummary>>;
  /** The tokens of one answer of opened files, with their entropies. */
  answerTokens(run: number, place: AnswerPlace): Promise<Outcome<AnswerTokens>>;
  /** What could have stood at one position of it, most probable first. Reads one row. */
  answerPosition(
    run: number,
    place: AnswerPlace,
    position: number,
    page: { offset: number; limit: number },
  ): Promise<Outcome<AnswerCandidates>>;
  stop(run: number): Promise<void>;
  /** Forget a run's kept distributions, or files of answers that were opened as it. */
  release(run: number): Promise<void>;
  /** Answers at once: the lab computes in short pieces. */
  ping(): Promise<void>;
}
