import type { DatasetRow } from "../../datasets/dataset";
import type { EndReason } from "../../generation/generate";
import type { SwitchChoice } from "../../generation/switching/choice";
import type { ModelInfo, TokenId } from "../../model";
import type { RewardOutcome } from "../../rewards/reward";
import type { SamplingSettings } from "../../sampling/settings";
import type { Task } from "../../tasks/task";

/** Who writes an answer: a model alone, or both by a policy. */
export type Author = "a" | "b" | "switched";

/** The dataset a run was made with, as far as it can be named. */
export interface DatasetName {
  /** As in links: `letters`, `gsm8k`, `hub:owner/name/config/split`, `url:…`, `file:name.csv`. */
  id: string;
  /** Columns of the question and the reference. */
  question: string;
  reference?: string;
  /** Columns whose values make slices. */
  slices: readonly string[];
}

/** Everything that decides what is written. */
export interface SampleSettings {
  authors: readonly Author[];
  sampling: SamplingSettings;
  /** Answers per question and author. */
  samples: number;
  seed: number;
  maxNewTokens: number;
  stopStrings: readonly string[];
  endRepetition: boolean;
  /** Answers written at once, where the backend can. */
  batch: number;
  /** How "switched" switches. */
  choice: SwitchChoice;
}

/** One answer. */
export interface Answer {
  ids: readonly TokenId[];
  /** Without the token that ended it. */
  text: string;
  end: EndReason;
  /** Found by the task's answer format; null where it found nothing. */
  extracted: string | null;
  /** Why the format could not look to its end, where it could not. */
  extractionFailed?: "time-limit" | "error";
  /** In the order of the task's rewards. */
  rewards: readonly RewardOutcome[];
  /** Mean log-probability per token under its author, nats; of a switched answer under whoever wrote the token. */
  meanLogprob: number;
  /** Mean entropy of its author's distributions, nats, temperature 1. */
  meanEntropy: number;
  /** Mean JS divergence of A and B over its tokens, nats; there once both read it. */
  meanJs?: number;
  /** Tokens from B, of a switched answer. */
  fromB?: number;
}

/** A question with all its answers: what is stored, and what a reload goes on after. */
export interface QuestionResult {
  /** Number of the dataset's row; its luck depends on it. */
  index: number;
  question: string;
  /** As the models read it, template included. */
  prompt: string;
  reference?: string;
  /** Values of the slice columns, as text. */
  slices: Readonly<Record<string, string>>;
  answers: Readonly<Partial<Record<Author, readonly Answer[]>>>;
  /** Why it could not be asked. */
  skipped?: string;
}

/** A run, finished or not. */
export interface SampleRun {
  /** Of the page's own storage. */
  id: string;
  /** ISO 8601. */
  created: string;
  a?: ModelInfo;
  b?: ModelInfo;
  dataset: DatasetName;
  task: Task;
  settings: SampleSettings;
  /** Questions asked for. */
  total: number;
  questions: readonly QuestionResult[];
  /** All that was to be asked: with it an interrupted run goes on without its dataset. Files leave it out. */
  asked?: readonly Asked[];
}

/** A question on its way to the models. */
export interface Asked {
  row: DatasetRow;
  question: string;
  reference?: string;
  /** The text that the models go on from; where `chat` is set, the user's message to the models' own template. */
  prompt: string;
  chat: boolean;
  system?: string;
}

/** Samples of one question lie this far apart, so that more samples leave those before them as they are. */
const SAMPLE_STRIDE = 2 ** 20;

/**
 * The sample coordinate (`i` of a draw) of answer `sample` (from 0) to the question of row `index`: the first answer
 * has the row's number, as in a study, whatever the number of samples.
 */
export function sampleCoordinate(index: number, sample: number): number {
  return sample * SAMPLE_STRIDE + (index % SAMPLE_STRIDE);
}
