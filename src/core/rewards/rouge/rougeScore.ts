import { ngramCounts, sharedNgrams } from "../ngrams";
import { commonPlaces } from "./commonPlaces";
import { commonSubsequenceLength } from "./commonSubsequence";
import { overlapOf, type Overlap } from "./overlap";
import { rougeTokens } from "./tokens";

/** Pairs of words, one of each text, that ROUGE-Lsum looks at: these take a second. */
export const MOST_PAIRS = 2 ** 25;

/** So many words more does a line cost. */
const LINE_WORDS = 4;

/** ROUGE-N: n-grams of length `order` in common, clipped. */
export function rougeN(reference: string, answer: string, order: number, stemmer: boolean): Overlap {
  const wanted = rougeTokens(reference, stemmer);
  const given = rougeTokens(answer, stemmer);
  const shared = sharedNgrams(ngramCounts(wanted, order), ngramCounts(given, order));
  const ngrams = ({ length }: string[]): number => Math.max(0, length - order + 1);
  return overlapOf(shared, ngrams(given), ngrams(wanted));
}

/** ROUGE-L: the longest common subsequence of the words, line breaks or not. */
export function rougeL(reference: string, answer: string, stemmer: boolean): Overlap {
  const wanted = rougeTokens(reference, stemmer);
  const given = rougeTokens(answer, stemmer);
  return overlapOf(commonSubsequenceLength(wanted, given), given.length, wanted.length);
}

/**
 * ROUGE-Lsum: for each line of the reference the union of its longest common subsequences with every line of the
 * answer; a word counts at most as often as either text has it. Undefined where the texts have more than `MOST_PAIRS`
 * pairs of words, each line counted as four words more: two texts of 5000 words in few lines are taken.
 */
export function rougeLsum(reference: string, answer: string, stemmer: boolean): Overlap | undefined {
  const lines = (text: string): string[][] =>
    text
      .split("\n")
      .map((line) => rougeTokens(line, stemmer))
      .filter((words) => words.length > 0);
  const wanted = lines(reference);
  const given = lines(answer);
  const left = ngramCounts(wanted.flat(), 1);
  const unused = ngramCounts(given.flat(), 1);
  const wantedWords = wanted.flat().length;
  const givenWords = given.flat().length;
  const [cost, otherCost] = [
    wantedWords + LINE_WORDS * wanted.length,
    givenWords + LINE_WORDS * given.length,
  ];
  if (cost * otherCost > MOST_PAIRS) return undefined;
  let hits = 0;
  for (const line of wanted) {
    const places = new Set(given.flatMap((other) => commonPlaces(line, other)));
    for (const token of [...places].sort((a, b) => a - b).map((at) => line[at]!)) {
      const [inReference, inAnswer] = [left.get(token) ?? 0, unused.get(token) ?? 0];
      if (inReference === 0 || inAnswer === 0) continue;
      left.set(token, inReference - 1);
      unused.set(token, inAnswer - 1);
      hits++;
    }
  }
  return overlapOf(hits, givenWords, wantedWords);
}
