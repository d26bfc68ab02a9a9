import type { Failure } from "../core/errors";
import type { AnswersSummary } from "../core/experiment/answers/openAnswers";
import type { AnswersOptions } from "../core/experiment/answers/writeAnswers";
import type { TokenId } from "../core/model";
import type { Side } from "../core/side";
import type { BlobLike } from "./files";

export type { AnswerCandidates, AnswersSummary, AnswerTokens } from "../core/experiment/answers/openAnswers";
export type { AnswersContent, AnswersOptions } from "../core/experiment/answers/writeAnswers";

/** Answers whose distributions go into files. */
export interface AnswerArraysRequest extends AnswersOptions {
  /** The model that reads them, whoever wrote them. */
  model: Side;
  questions: readonly AskedAnswers[];
  /** What else stands in the file's `metadata`: dataset, run, when it was made. */
  metadata: Readonly<Record<string, unknown>>;
}

/** A question as in `SamplePrompt`, with the answers to it. */
export interface AskedAnswers {
  index: number;
  question: string;
  reference?: string;
  prompt: string;
  chat: boolean;
  system?: string;
  answers: readonly {
    author: string;
    text: string;
    /** Where they are known to be of the model's tokenizer; else the text is cut. */
    ids?: readonly TokenId[];
  }[];
}

/** Two files on their way. Bytes and text come in order, the next when the last was taken. */
export type AnswerArraysEvent =
  /** `total`: bytes of all arrays; the archive is some hundred bytes an array larger. */
  | { type: "answers-start"; run: number; total: number; answers: number; skipped: number }
  /** Of `distributions.npz`. */
  | { type: "answers-bytes"; run: number; bytes: Uint8Array<ArrayBuffer> }
  /** Of `distributions.json`. */
  | { type: "answers-json"; run: number; text: string }
  /** Answers and tokens that were read so far. */
  | { type: "answers-progress"; run: number; answers: number; tokens: number; milliseconds: number }
  | { type: "answers-end"; run: number; milliseconds: number }
  | { type: "answers-failed"; run: number; failure: Failure };

/** Files of answers to be looked at, without a model. */
export interface OpenAnswersRequest {
  json: BlobLike;
  /** `distributions.npz`; without it there are texts and the JSON's own numbers. */
  npz?: BlobLike;
}

/** Files that are open; `run` names them from now on, until they are released. */
export interface OpenedAnswersFile extends AnswersSummary {
  run: number;
}

/** Which answer, by its place in the file. */
export interface AnswerPlace {
  result: number;
  sample: number;
}
