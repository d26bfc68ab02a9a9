import { truncate } from "../distribution/truncated";
import { ExpectedError } from "../errors";
import type { LanguageModel } from "../model";
import {
  REFERENCE_FORMAT,
  type ReferenceRow,
  type ReferenceText,
  type SelfCheckReference,
} from "./reference";

/** Tokens listed per distribution. */
export const LISTED = 16;
/** Positions checked of each text: the last ones. */
export const CHECKED_POSITIONS = 3;

/**
 * Texts for a model that brings no reference values: prose, a list, numbers and code, two scripts. They are read as
 * plain text, so that every causal language model has something to say of them.
 */
export const PLAIN_TEXTS: readonly string[] = [
  "The capital of France is Paris, and the capital of Italy is",
  "Monday, Tuesday, Wednesday, Thursday, Friday,",
  "def add(a, b):\n    return a + b\n\nprint(add(2, 3))",
  "Ein kleiner Hund lief über die Straße. 東京は日本の首都です。",
];

/** A row of reference values from a whole distribution. */
export function referenceRow(logprobs: Float32Array): ReferenceRow {
  const { ids, logprobs: listed, rest } = truncate(logprobs, LISTED);
  return {
    ids: [...ids],
    logprobs: Array.from(listed, atMostZero),
    rest: rest === -Infinity ? null : atMostZero(rest),
  };
}

/** What a model says of texts, as reference values for another computation of the same model. */
export async function makeReference(
  model: LanguageModel,
  texts: readonly string[],
  made: string,
): Promise<SelfCheckReference> {
  const read: ReferenceText[] = [];
  for (const text of texts) {
    const ids = [...(await model.encode(text, { special: true }))].slice(-model.info.contextLength);
    const from = Math.max(1, ids.length - CHECKED_POSITIONS);
    const rows: ReferenceRow[] = [];
    for await (const chunk of model.score(ids, from)) {
      for (const distribution of chunk) {
        if (distribution.kind === "truncated")
          throw new ExpectedError("bad-input", `${model.info.id} lists its most probable tokens only.`);
        rows.push(referenceRow(distribution.logprobs));
      }
    }
    if (rows.length > 0) read.push({ text, ids, from, rows });
  }
  return { format: REFERENCE_FORMAT, version: 1, made, vocabSize: model.info.vocabSize, texts: read };
}

/** Log-softmax in float32 may end a rounding error above 0. */
function atMostZero(logprob: number): number {
  return Math.min(0, logprob);
}
