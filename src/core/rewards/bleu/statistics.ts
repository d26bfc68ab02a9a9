import { ngramCounts } from "../ngrams";
import { wordsOf } from "../words";
import { tokenizeForBleu, type BleuTokenizer } from "./tokenizers";

/** What BLEU is computed from. Statistics of several segments add up to those of the corpus. */
export interface BleuStatistics {
  /** By order, from 1: n-grams of the hypothesis that a reference has too, clipped. */
  correct: readonly number[];
  /** By order, from 1: n-grams of the hypothesis. */
  total: readonly number[];
  /** Tokens of the hypothesis, and of the reference nearest to it in length (the shorter of two as near). */
  hypothesisLength: number;
  referenceLength: number;
}

/** How texts are cut and counted. */
export interface BleuCounting {
  tokenizer: BleuTokenizer;
  lowercase: boolean;
  /** Longest n-gram, from 1. */
  maxOrder: number;
}

/** One hypothesis against its references. Without any reference nothing is correct and the reference's length is 0. */
export function bleuStatistics(
  hypothesis: string,
  references: readonly string[],
  counting: BleuCounting,
): BleuStatistics {
  const tokens = tokensOf(hypothesis, counting);
  const against = references.map((reference) => tokensOf(reference, counting));
  const correct: number[] = [];
  const total: number[] = [];
  for (let order = 1; order <= counting.maxOrder; order++) {
    const known = against.map((reference) => ngramCounts(reference, order));
    let clipped = 0;
    for (const [ngram, count] of ngramCounts(tokens, order)) {
      clipped += Math.min(count, Math.max(0, ...known.map((counts) => counts.get(ngram) ?? 0)));
    }
    correct.push(clipped);
    total.push(Math.max(0, tokens.length - order + 1));
  }
  const lengths = against.map((reference) => reference.length);
  return {
    correct,
    total,
    hypothesisLength: tokens.length,
    referenceLength: nearestLength(tokens.length, lengths),
  };
}

/** The statistics of all segments together; `maxOrder` zeros where there are none. */
export function addedStatistics(all: readonly BleuStatistics[], maxOrder: number): BleuStatistics {
  const sum = (of: (one: BleuStatistics) => number): number => all.reduce((so, one) => so + of(one), 0);
  const orders = Array.from({ length: maxOrder }, (_, order) => order);
  return {
    correct: orders.map((order) => sum(({ correct }) => correct[order] ?? 0)),
    total: orders.map((order) => sum(({ total }) => total[order] ?? 0)),
    hypothesisLength: sum(({ hypothesisLength }) => hypothesisLength),
    referenceLength: sum(({ referenceLength }) => referenceLength),
  };
}

function tokensOf(text: string, { lowercase, tokenizer }: BleuCounting): string[] {
  const spelled = lowercase ? text.toLowerCase() : text;
  return wordsOf(tokenizeForBleu(withoutTrailingSpace(spelled), tokenizer));
}

/** As Python's `rstrip`; matters to 13a, where a hyphen before a line break joins words. */
function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && wordsOf(text[end - 1]!).length === 0) end--;
  return text.slice(0, end);
}

function nearestLength(length: number, references: readonly number[]): number {
  const [first, ...others] = [...references].sort((a, b) => a - b);
  if (first === undefined) return 0;
  return others.reduce(
    (nearest, other) => (Math.abs(other - length) < Math.abs(nearest - length) ? other : nearest),
    first,
  );
}
