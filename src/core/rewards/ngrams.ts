/** Every n-gram of a sequence, with how often it occurs. Tokens hold no space. */
export type NgramCounts = ReadonlyMap<string, number>;

/** Counts the n-grams of length `order`; none where there are fewer tokens. */
export function ngramCounts(tokens: readonly string[], order: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let end = order; end <= tokens.length; end++) {
    const ngram = order === 1 ? tokens[end - 1]! : tokens.slice(end - order, end).join(" ");
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** How many n-grams both have, each counted as often as in the one that has it less often. */
export function sharedNgrams(one: NgramCounts, other: NgramCounts): number {
  const [few, many] = one.size <= other.size ? [one, other] : [other, one];
  let shared = 0;
  for (const [ngram, count] of few) shared += Math.min(count, many.get(ngram) ?? 0);
  return shared;
}
