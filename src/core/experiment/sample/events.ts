import type { Failure } from "../../errors";
import type { EndReason } from "../../generation/generate";
import type { ModelInfo, TokenId } from "../../model";
import type { Author, SampleSettings } from "./sampleRun";

/** A prompt to be answered, several times by every author. */
export interface SamplePrompt {
  /** Number of the dataset's row: decides its luck (`sampleCoordinate`). */
  index: number;
  /** The text that the models go on from; where `chat` is set, the user's message to the models' own template. */
  prompt: string;
  chat: boolean;
  system?: string;
}

export interface SampleRequest extends SampleSettings {
  prompts: readonly SamplePrompt[];
}

/** An answer as the lab writes it; extraction and rewards come after. */
export interface WrittenAnswer {
  index: number;
  author: Author;
  /** Which of the question's samples, from 0. */
  sample: number;
  ids: readonly TokenId[];
  text: string;
  end: EndReason;
  meanLogprob: number;
  meanEntropy: number;
  fromB?: number;
}

export type SampleEvent =
  | { type: "sample-start"; run: number; a?: ModelInfo; b?: ModelInfo }
  /** A question's whole prompt as the models read it, before its first answer. */
  | { type: "sample-prompt"; run: number; index: number; rendered: string }
  | { type: "sample-answer"; run: number; answer: WrittenAnswer }
  /** So far: tokens written by all authors, and forward passes; sent a few times a second. */
  | { type: "sample-progress"; run: number; tokens: number; milliseconds: number }
  /** This question cannot be asked, the others can. */
  | { type: "sample-skipped"; run: number; index: number; failure: Failure }
  | { type: "sample-end"; run: number; reason: "done" | "stopped"; tokens: number; milliseconds: number }
  | { type: "sample-failed"; run: number; failure: Failure };

/** Answers to be read by models that are there: likelihoods for rewards, divergence for charts. */
export interface MeasureRequest {
  items: readonly MeasureItem[];
  models: readonly ("a" | "b" | "c")[];
}

export interface MeasureItem {
  prompt: string;
  chat: boolean;
  system?: string;
  /** The answer as tokens, where they are known to be of the models' tokenizer; else its text is cut. */
  ids?: readonly TokenId[];
  text: string;
}

/** One model's reading of one answer. */
export interface MeasuredAnswer {
  /** Tokens as they look. */
  tokens: readonly string[];
  /** (T) negative log-likelihood, nats. */
  nll: Float64Array;
  /** (T) entropy of each distribution, nats. */
  entropy: Float64Array;
}

export type MeasureEvent =
  | {
      type: "measure-item";
      run: number;
      item: number;
      readings: Partial<Record<"a" | "b" | "c", MeasuredAnswer>>;
      /** (T) JS of A and B, nats; where both read it and share a tokenizer. */
      js?: Float64Array;
    }
  | { type: "measure-skipped"; run: number; item: number; failure: Failure }
  | { type: "measure-end"; run: number; reason: "done" | "stopped"; milliseconds: number }
  | { type: "measure-failed"; run: number; failure: Failure };
