import { porterStem } from "./porterStemmer";

/** Shorter words are not stemmed. */
const SHORTEST_STEMMED = 4;

/**
 * The words of a text for ROUGE: lower case, runs of a–z and 0–9; any other letter ends a word, so that texts without
 * Latin letters have none. Semantics of Google's rouge-score.
 */
export function rougeTokens(text: string, stemmer: boolean): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return stemmer
    ? words.map((word) => (word.length >= SHORTEST_STEMMED ? porterStem(word) : word))
    : [...words];
}
