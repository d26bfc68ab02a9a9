import { MAX_COMPARED_TOKENS, MAX_TEXT_LENGTH } from "../../core/config/limits";

export type Field = "prompt" | "solution";

/** Why a text cannot be compared or written on, and beside which field that is said. */
export type TextProblem =
  | { type: "empty"; field: Field }
  /** The opened link names a solution and nothing that it answers. */
  | { type: "link-without-prompt"; field: "prompt" }
  /** What was typed or pasted was not taken. */
  | { type: "refused"; field: Field; length: number; limit: number }
  | { type: "too-many-characters"; field: Field; length: number; limit: number }
  | { type: "too-many-tokens"; field: Field; tokens: number; limit: number }
  | { type: "beyond-context"; field: Field; tokens: number; limit: number };

export interface TextMeasurements {
  prompt: string;
  solution: string;
  /** Tokens that the solution is given as, if it is: then it is not empty, whatever its text. */
  solutionIds?: number;
  /** Token counts, template included, where they are known. */
  counts?: { prompt: number; solution: number };
  /** The shorter of both models' context lengths, where they are known. */
  contextLength?: number;
}

/** What keeps both models from reading the prompt; empty where nothing does. */
export function promptProblems(text: TextMeasurements): TextProblem[] {
  const { prompt, counts, contextLength } = text;
  const problems = lengthProblems("prompt", prompt, counts?.prompt);
  if (problems.length === 0 && counts && contextLength !== undefined && counts.prompt >= contextLength) {
    problems.push({ type: "beyond-context", field: "prompt", tokens: counts.prompt, limit: contextLength });
  }
  return problems;
}

/** What keeps the text from being compared; empty where nothing does. */
export function comparisonProblems(text: TextMeasurements): TextProblem[] {
  const { solution, solutionIds = 0, counts, contextLength } = text;
  const problems = [
    ...promptProblems(text),
    ...lengthProblems("solution", solution, counts?.solution, solutionIds),
  ];
  if (problems.length > 0 || counts === undefined || contextLength === undefined) return problems;
  const tokens = counts.prompt + counts.solution;
  if (tokens > contextLength) {
    problems.push({ type: "beyond-context", field: "solution", tokens, limit: contextLength });
  }
  return problems;
}

function lengthProblems(field: Field, text: string, tokens: number | undefined, ids = 0): TextProblem[] {
  if (text === "" && ids === 0) return [{ type: "empty", field }];
  if (text.length > MAX_TEXT_LENGTH) {
    return [{ type: "too-many-characters", field, length: text.length, limit: MAX_TEXT_LENGTH }];
  }
  if (tokens !== undefined && tokens > MAX_COMPARED_TOKENS) {
    return [{ type: "too-many-tokens", field, tokens, limit: MAX_COMPARED_TOKENS }];
  }
  return [];
}
