import type { Candidate } from "../../compare/candidates";
import type { PositionStatistics } from "../../compare/position";
import type { ModelInfo, Token, TokenId } from "../../model";
import type { SamplingSettings } from "../../sampling/settings";
import type { Side } from "../../side";
import type { SwitchChoice } from "./choice";
import type { Forced, SwitchPoint } from "./decisions";
import type { SwitchEnd } from "./events";

/** A position of an answer. */
export interface AnswerPosition {
  token: TokenId;
  author: Side;
  forced?: "token" | "side";
  switch?: SwitchPoint;
  /** The number in [0, 1) that the token was drawn with. */
  luck: number;
  /** What each model draws with it; an answer of one model alone has none. */
  drawA?: TokenId;
  drawB?: TokenId;
  /** Both models at this position; an answer of one model alone has them once the other has read it. */
  judged?: { statistics: PositionStatistics; candidates: readonly Candidate[] };
}

/** One answer to the prompt, as far as it is written. */
export interface Answer {
  positions: readonly AnswerPosition[];
  /** There once it has ended. */
  end?: SwitchEnd;
  /** The settings it was written with, where they are not the run's own: of the random control. */
  choice?: SwitchChoice;
}

export type AnswerRole = "a" | "b" | "switched" | "control";

/** What the answers of a run have in common. */
export interface RunSettings {
  choice: SwitchChoice;
  forced: readonly Forced[];
  sampling: SamplingSettings;
  seed: number;
  sample: number;
  maxTokens: number;
  stopStrings: readonly string[];
  endRepetition: boolean;
  /** Candidates listed per model and position. */
  k: number;
}

/** Answers to one prompt with the same luck: all that is shown of them, and all that a file holds. */
export interface SwitchedRun {
  a: ModelInfo;
  b: ModelInfo;
  prompt: { text: string; chat: boolean; rendered: string; ids: readonly TokenId[] };
  /** The answer that counts as right; empty where there is none. */
  expected: string;
  settings: RunSettings;
  answers: Partial<Record<AnswerRole, Answer>>;
  /** Looks of all ids that occur. */
  tokens: readonly Token[];
}
