import type { AnswerLikelihood } from "../reward";
import { sentenceStarts, tokensOfUnits, type TokenSpan } from "./units";

/** Tokens of a phrase. */
export const PHRASE_LENGTHS = [2, 3, 4] as const;

/** An answer's perplexity at three levels; each is at least 1, or ∞ where a token was impossible. */
export interface Levels {
  /** exp of the mean NLL of all tokens. */
  word: number;
  /** Mean over phrase lengths of the mean over all windows of exp of the mean NLL in the window. */
  phrase: number;
  /** Mean over sentences of exp of the mean NLL in the sentence. */
  sentence: number;
}

/**
 * Perplexities of an answer. NLL in nats. Phrase lengths for which the answer is too short are left out; an answer of
 * one token is a phrase by itself. Undefined for an answer without tokens.
 */
export function levels({ tokens, nll }: AnswerLikelihood): Levels | undefined {
  if (nll.length === 0) return undefined;
  const word = spanPerplexity(nll, { from: 0, to: nll.length });
  const phrases = PHRASE_LENGTHS.filter((length) => length <= nll.length).map((length) =>
    mean(phrasePerplexities(nll, length)),
  );
  const sentences = tokensOfUnits(tokens, sentenceStarts(tokens.join("")));
  return {
    word,
    phrase: phrases.length === 0 ? word : mean(phrases),
    sentence: mean(sentences.map((span) => spanPerplexity(nll, span))),
  };
}

/** exp of the mean NLL of a stretch of at least one token. */
export function spanPerplexity(nll: readonly number[], { from, to }: TokenSpan): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += nll[at]!;
  return Math.exp(sum / (to - from));
}

/** The perplexity of every window of `length` tokens, by where it begins; empty where the answer is shorter. */
export function phrasePerplexities(nll: readonly number[], length: number): number[] {
  const windows = Math.max(0, nll.length - length + 1);
  return Array.from({ length: windows }, (_, from) => spanPerplexity(nll, { from, to: from + length }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
