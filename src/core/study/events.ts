import type { Failure } from "../errors";
import type { SwitchChoice } from "../generation/switching/choice";
import type { ModelInfo } from "../model";
import type { SamplingSettings } from "../sampling/settings";
import type { Sweep } from "./arms";
import type { Outcome } from "./studyProblem";

/** A question with the answer that counts as right. */
export interface StudyProblem {
  question: string;
  answer: string;
}

/** Many problems, each answered by A, by B, and switched at several values of one setting. */
export interface StudyRequest {
  problems: readonly StudyProblem[];
  /** Index of the first problem to run; those before are done. The luck of a problem depends on its index. */
  from: number;
  chat: boolean;
  choice: SwitchChoice;
  sweep: Sweep;
  control: boolean;
  sampling: SamplingSettings;
  seed: number;
  maxTokens: number;
  stopStrings: readonly string[];
  endRepetition: boolean;
}

export type StudyEvent =
  | { type: "study-start"; run: number; a: ModelInfo; b: ModelInfo }
  | { type: "study-problem"; run: number; index: number; outcomes: readonly Outcome[] }
  /** This problem cannot be asked, the others can. */
  | { type: "study-skipped"; run: number; index: number; failure: Failure }
  | { type: "study-end"; run: number; reason: "done" | "stopped"; milliseconds: number }
  | { type: "study-failed"; run: number; failure: Failure };
