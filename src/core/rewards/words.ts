/** What Python's `str.split` takes for whitespace, which the published metrics were written with; not quite JavaScript's \s. */
const WHITESPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The words of a text: what stands between whitespace. */
export function wordsOf(text: string): string[] {
  return text.split(WHITESPACE).filter((word) => word !== "");
}
