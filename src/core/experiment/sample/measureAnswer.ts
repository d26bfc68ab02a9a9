import { entropy } from "../../distribution/entropy";
import { compare } from "../../compare/comparison";
import { wholeRow } from "../../generation/wholeRow";
import type { LanguageModel, ScoreOptions, TokenId } from "../../model";

/** A model's reading of tokens that follow each other: (T) each, nats. */
export interface TokenReading {
  /** Negative log-likelihood given everything before; +∞ for a token that the model rules out. */
  nll: Float64Array;
  /** Entropy of the distribution it was drawn from. */
  entropy: Float64Array;
}

export interface PairReading {
  a: TokenReading;
  b: TokenReading;
  /** (T) JS of A and B. */
  js: Float64Array;
}

/**
 * One model reads `ids` from position `from` (at least 1) on; undefined when stopped before the end.
 *
 * @throws ExpectedError "bad-input" for a model that lists its most probable tokens only
 */
export async function measureAlone(
  model: LanguageModel,
  ids: readonly TokenId[],
  from: number,
  options: ScoreOptions = {},
): Promise<TokenReading | undefined> {
  const reading = emptyReading(ids.length - from);
  let at = 0;
  for await (const chunk of model.score(ids, from, options)) {
    for (const distribution of chunk) {
      const row = wholeRow(distribution, model.info);
      reading.nll[at] = nllOf(row[ids[from + at]!]!);
      reading.entropy[at] = entropy(row);
      at++;
    }
  }
  return at === ids.length - from ? reading : undefined;
}

/**
 * Two models that share a tokenizer read the same ids at the same time; undefined when stopped before the end.
 *
 * @throws ExpectedError as `compare`
 */
export async function measurePair(
  a: LanguageModel,
  b: LanguageModel,
  ids: readonly TokenId[],
  from: number,
  options: ScoreOptions = {},
): Promise<PairReading | undefined> {
  const count = ids.length - from;
  const reading = { a: emptyReading(count), b: emptyReading(count), js: new Float64Array(count) };
  let at = 0;
  for await (const { positions } of compare(a, b, ids, from, { ...options, k: 1, temperature: 1 })) {
    for (const { statistics } of positions) {
      reading.a.nll[at] = nllOf(statistics.logprobA);
      reading.b.nll[at] = nllOf(statistics.logprobB);
      reading.a.entropy[at] = statistics.entropyA;
      reading.b.entropy[at] = statistics.entropyB;
      reading.js[at] = statistics.js;
      at++;
    }
  }
  return at === count ? reading : undefined;
}

function emptyReading(count: number): TokenReading {
  return { nll: new Float64Array(count), entropy: new Float64Array(count) };
}

/** Without a negative zero. */
function nllOf(logprob: number): number {
  return 0 - logprob;
}
