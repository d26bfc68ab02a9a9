/** A stretch of neighbouring tokens, `to` exclusive. */
export interface TokenSpan {
  from: number;
  to: number;
}

const LOCALE = "en"; // fixed: an answer's sentences do not depend on who looks

const sentences = new Intl.Segmenter(LOCALE, { granularity: "sentence" });
const words = new Intl.Segmenter(LOCALE, { granularity: "word" });

/**
 * Where sentences begin, in characters (UTF-16), the first at 0; empty for an empty text. White space between two
 * sentences belongs to the second: tokens such as " The" begin with the space before their word.
 */
export function sentenceStarts(text: string): number[] {
  const starts: number[] = [];
  for (const { segment, index } of sentences.segment(text)) {
    if (segment.trim() === "") continue; // only white space: of the next sentence
    starts.push(starts.length === 0 ? 0 : beforeSpace(text, index));
  }
  return starts.length === 0 && text !== "" ? [0] : starts;
}

/**
 * Where words begin, in characters, the first at 0; empty for an empty text. A word is what white space separates, with
 * the white space before it; where a script writes words without spaces, they are parted as `Intl.Segmenter` does.
 */
export function wordStarts(text: string): number[] {
  const starts: number[] = [];
  let afterWord = false; // the segment before is a word and ends right here
  let open = false; // something other than white space stands in the word that is open
  for (const { segment, index, isWordLike = false } of words.segment(text)) {
    const space = segment.trim() === "";
    if (starts.length === 0 || (open && (space || (isWordLike && afterWord)))) {
      starts.push(index);
      open = false;
    }
    open ||= !space;
    afterWord = isWordLike;
  }
  // White space at the very end is no word of its own.
  if (starts.length > 1 && !open) starts.pop();
  return starts;
}

/**
 * The tokens of each unit. A token belongs to the unit in which it begins, also where it goes on into the next; units
 * in which no token begins are left out. Tokens without characters belong to the unit of the token before them.
 *
 * @param starts where units begin, ascending, the first at 0
 */
export function tokensOfUnits(tokens: readonly string[], starts: readonly number[]): TokenSpan[] {
  const spans: TokenSpan[] = [];
  let [offset, unit, last] = [0, 0, -1];
  tokens.forEach((token, at) => {
    if (token !== "") while (unit + 1 < starts.length && starts[unit + 1]! <= offset) unit++;
    if (unit === last) spans.at(-1)!.to = at + 1;
    else spans.push({ from: at, to: at + 1 });
    last = unit;
    offset += token.length;
  });
  return spans;
}

/** The first position of the white space that ends right before `index`; `index` itself where there is none. */
function beforeSpace(text: string, index: number): number {
  return text.slice(0, index).trimEnd().length;
}
