import type { ModelInfo } from "../../src/core/model";
import type { Answer, Author, QuestionResult, SampleRun } from "../../src/core/experiment/sample/sampleRun";

/** An answer with one reward (null: it failed), as tests need it. */
export function answerOf(reward: number | null, rest: Partial<Answer> & { tokens?: number } = {}): Answer {
  const { tokens = 3, ...given } = rest;
  return {
    ids: Array.from({ length: tokens }, (_, at) => at + 4),
    text: "so \\boxed{4}",
    end: "end-of-text",
    extracted: "4",
    rewards: [reward === null ? { ok: false, why: "time-limit" } : { ok: true, value: reward }],
    meanLogprob: -0.5,
    meanEntropy: 0.75,
    ...given,
  };
}

export function questionOf(
  index: number,
  answers: Partial<Record<Author, readonly Answer[]>>,
  rest: Partial<QuestionResult> = {},
): QuestionResult {
  return {
    index,
    question: `Question ${index}?`,
    prompt: `<user>Question ${index}?`,
    reference: "4",
    slices: {},
    answers,
    ...rest,
  };
}

export function modelOf(id: string): ModelInfo {
  return {
    id,
    dtype: "fp32",
    device: "wasm",
    vocabSize: 40,
    logitsWidth: 40,
    contextLength: 64,
    tokenizer: "test",
    chat: true,
    endOfText: [2],
  };
}

export function runOf(questions: readonly QuestionResult[], rest: Partial<SampleRun> = {}): SampleRun {
  return {
    id: "test",
    created: "2026-11-21T10:00:00.000Z",
    a: modelOf("base"),
    b: modelOf("rl"),
    dataset: { id: "letters", question: "question", reference: "answer", slices: [] },
    task: {
      template: { id: "model" },
      format: { id: "boxed" },
      rewards: [{ id: "exact-match", weight: 1, options: {} }],
    },
    settings: {
      authors: ["a", "b"],
      sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
      samples: 4,
      seed: 7,
      maxNewTokens: 96,
      stopStrings: [],
      endRepetition: true,
      batch: 8,
      choice: { policy: "hysteresis", kind: "js", threshold: -1, switchBack: -1, start: "a", own: {} },
    },
    total: questions.length,
    questions,
    ...rest,
  };
}
