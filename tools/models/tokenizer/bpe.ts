/**
 * Byte-level byte-pair encoding: Sennrich et al., "Neural machine translation of rare words with subword units",
 * ACL 2016, over bytes as in Radford et al., "Language models are unsupervised multitask learners", 2019.
 */

/** Two neighbouring tokens, written in byte letters, that become one. */
export type Merge = readonly [left: string, right: string];

/** The 256 byte letters: byte `b` is written as the printable character `BYTE_LETTERS[b]`; a space is "Ġ". */
export const BYTE_LETTERS: readonly string[] = byteLetters();

function byteLetters(): string[] {
  let unprintable = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
    return String.fromCodePoint(printable ? byte : 256 + unprintable++);
  });
}

/** How text is cut before merging: a word with the space before it, one digit, a run of signs, or white space. */
export const PIECE_PATTERN = String.raw` ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

/** The pieces of a text, in byte letters; joined they give the text's UTF-8 bytes. */
export function pieces(text: string): string[] {
  const encoder = new TextEncoder();
  return Array.from(text.matchAll(new RegExp(PIECE_PATTERN, "gu")), ([piece]) =>
    Array.from(encoder.encode(piece), (byte) => BYTE_LETTERS[byte]).join(""),
  );
}

/** The tokens with every occurrence of the pair joined, from left to right. */
export function applyMerge(tokens: readonly string[], [left, right]: Merge): string[] {
  const merged: string[] = [];
  for (const token of tokens) {
    if (token === right && merged.at(-1) === left) {
      // A token made by this merge is longer than `left`, so it can't be taken again.
      merged[merged.length - 1] = left + right;
    } else {
      merged.push(token);
    }
  }
  return merged;
}

interface Counted {
  tokens: string[];
  count: number;
}

/**
 * The merges learned from texts: again and again the most frequent pair of neighbours, the first in code-unit order
 * of equally frequent ones.
 *
 * @param given merges that come first, whatever their frequency
 * @param size number of merges, `given` included; fewer where no pair occurs twice
 */
export function trainBpe(texts: Iterable<string>, size: number, given: readonly Merge[] = []): Merge[] {
  const words = countPieces(texts);
  const merges: Merge[] = [];
  const take = (merge: Merge): void => {
    merges.push(merge);
    for (const word of words) {
      if (word.tokens.includes(merge[0])) word.tokens = applyMerge(word.tokens, merge);
    }
  };
  given.forEach(take);
  while (merges.length < size) {
    const next = mostFrequentPair(words);
    if (!next) break;
    take(next);
  }
  return merges;
}

function countPieces(texts: Iterable<string>): Counted[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const piece of pieces(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return Array.from(counts, ([piece, count]) => ({ tokens: [...piece], count }));
}

function mostFrequentPair(words: readonly Counted[]): Merge | undefined {
  const counts = new Map<string, number>();
  for (const { tokens, count } of words) {
    for (let at = 1; at < tokens.length; at++) {
      const pair = `${tokens[at - 1]} ${tokens[at]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  }
  let best: string | undefined;
  let most = 1;
  for (const [pair, count] of counts) {
    if (count > most || (count === most && best !== undefined && pair < best)) {
      best = pair;
      most = count;
    }
  }
  const [left, right] = best?.split(" ") ?? [];
  return left !== undefined && right !== undefined ? [left, right] : undefined;
}
