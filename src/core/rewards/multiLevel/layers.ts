import type { AnswerLikelihood } from "../reward";
import { PHRASE_LENGTHS, phrasePerplexities, spanPerplexity } from "./levels";
import { sentenceStarts, tokensOfUnits, wordStarts, type TokenSpan } from "./units";

/** A unit of an answer and its perplexity. */
export interface UnitPerplexity extends TokenSpan {
  perplexity: number;
}

/** An answer's perplexity laid over its text, fine to coarse. */
export interface MultiLevelLayers {
  /** (T) exp of each token's NLL. */
  tokens: readonly number[];
  /** Tokens grouped into words, for display; the reward's word level is over all tokens. */
  words: readonly UnitPerplexity[];
  /**
   * (T) of each token, over the phrase lengths that fit, the mean of the mean perplexity of the windows that hold it; its
   * own where none fits.
   */
  phrases: readonly number[];
  sentences: readonly UnitPerplexity[];
}

/** The layers of an answer that are shown over its text. All empty for an answer without tokens. */
export function multiLevelLayers({ tokens, nll }: AnswerLikelihood): MultiLevelLayers {
  const text = tokens.join("");
  const units = (starts: readonly number[]): UnitPerplexity[] =>
    tokensOfUnits(tokens, starts).map((span) => ({ ...span, perplexity: spanPerplexity(nll, span) }));
  return {
    tokens: nll.map((value) => Math.exp(value)),
    words: units(wordStarts(text)),
    phrases: phraseLayer(nll),
    sentences: units(sentenceStarts(text)),
  };
}

function phraseLayer(nll: readonly number[]): number[] {
  const windows = PHRASE_LENGTHS.filter((length) => length <= nll.length).map((length) => ({
    length,
    values: phrasePerplexities(nll, length),
  }));
  return nll.map((own, at) => {
    if (windows.length === 0) return Math.exp(own);
    const means = windows.map(({ length, values }) => {
      const holding = values.slice(Math.max(0, at - length + 1), at + 1);
      return holding.reduce((sum, value) => sum + value, 0) / holding.length;
    });
    return means.reduce((sum, value) => sum + value, 0) / means.length;
  });
}
