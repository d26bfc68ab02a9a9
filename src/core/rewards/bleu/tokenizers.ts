/** How a text is cut for BLEU, under sacrebleu's names. */
export type BleuTokenizer = "13a" | "intl" | "char" | "none";

/** A step of a tokenizer: what is found, and what stands there instead. */
type Step = readonly [pattern: RegExp, replacement: string];

/** Of mteval-v13a: languages written in Latin letters. ASCII marks, but a point or comma within digits stays. */
const STEPS_13A: readonly Step[] = [
  [/([{-~[-` -&(-+:-@/])/gu, " $1 "],
  [/([^0-9])([.,])/gu, "$1 $2 "],
  [/([.,])([^0-9])/gu, " $1 $2"],
  [/([0-9])(-)/gu, "$1 $2 "],
];

/** Of mteval-v14: marks and symbols of all of Unicode. */
const STEPS_INTL: readonly Step[] = [
  [/(\P{N})(\p{P})/gu, "$1 $2 "],
  [/(\p{P})(\P{N})/gu, " $1 $2"],
  [/(\p{S})/gu, " $1 "],
];

const TOKENIZERS: Readonly<Record<BleuTokenizer, (text: string) => string>> = {
  "13a": (text) => {
    const line = text.replaceAll("<skipped>", "").replaceAll("-\n", "").replaceAll("\n", " ");
    return STEPS_13A.reduce(replaced, ` ${withoutEntities(line)} `);
  },
  intl: (text) => STEPS_INTL.reduce(replaced, text),
  char: (text) => Array.from(text).join(" "),
  none: (text) => text,
};

/** A text with spaces between its tokens; `wordsOf` gives the tokens. Semantics of sacrebleu 2. Linear in its length. */
export function tokenizeForBleu(text: string, tokenizer: BleuTokenizer): string {
  return TOKENIZERS[tokenizer](text);
}

function replaced(line: string, [pattern, replacement]: Step): string {
  return line.replace(pattern, replacement);
}

/** In this order, so that `&amp;lt;` becomes `<`. */
function withoutEntities(line: string): string {
  return line
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
}
