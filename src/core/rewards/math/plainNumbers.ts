import type { Span } from "./mathSpans";

// Repetitions are bounded: the text is a stranger's, and its letters are each looked at a bounded number of times.
const DIGITS = String.raw`(?:\d{1,3}(?:,\d{3}){1,9}(?![\d,])|\d{1,3}(?: \d{3}){1,9}(?!\d)|\d{1,400})`;
const NUMBER = String.raw`(?:${DIGITS}(?:[.,]\d{1,400})?(?:[eE][+-]?\d{1,4})?|\.\d{1,400})`;
const SIGN = String.raw`(?:(?<![\w)\]}])[-+−])?[$€£]?`;
const VALUE = String.raw`${SIGN}(?<![\w.\\^_{])${NUMBER}(?:\s?[/^*]\s?-?${NUMBER}){0,8}`;
const ITEM = String.raw`\s{0,3}-?(?:\d{1,40}(?:\.\d{1,40})?|\.\d{1,40})(?:/\d{1,40})?\s{0,3}`;
const GROUP = String.raw`[([]${ITEM}(?:,${ITEM}){1,20}[)\]]`;
const VALUES = new RegExp(`${GROUP}|${VALUE}`, "g");

/** Numbers, fractions, powers and tuples of numbers in a running text, in order. A minus touches its number. */
export function plainNumbers(text: string): Span[] {
  return Array.from(text.matchAll(VALUES), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    content: match[0],
  }));
}
