import { canonicalNumber } from "./canonicalNumber";

/** What does not count when two answers are compared. */
export interface AnswerNormalisation {
  /** "042", "+42", "42.0" and "42" are one number. */
  numbers: boolean;
  ignoreCase: boolean;
  /** Marks and symbols go, except points, commas and minus signs of numbers. */
  ignorePunctuation: boolean;
  /** The English words a, an and the go. */
  ignoreArticles: boolean;
  /** "trim": around the text; "collapse": also a run of it is one space; "remove": all of it. */
  whitespace: "trim" | "collapse" | "remove";
}

const PUNCTUATION = /(\.(?=\d)|(?<=\d),(?=\d)|(?<![\p{L}\p{N}])-(?=\.?\d))|[\p{P}\p{S}]/gu;
const ARTICLE = /(?<![\p{L}\p{N}])(?:an?|the)(?![\p{L}\p{N}])/giu;

/** The form in which answers are compared. Linear in the text's length. */
export function normaliseAnswer(text: string, by: AnswerNormalisation): string {
  let form = text;
  if (by.ignoreCase) form = form.toLowerCase();
  if (by.ignorePunctuation) form = form.replace(PUNCTUATION, (_, ofNumber?: string) => ofNumber ?? "");
  if (by.ignoreArticles) form = form.replace(ARTICLE, " ");
  if (by.whitespace !== "trim") form = form.replace(/\s+/g, by.whitespace === "remove" ? "" : " ");
  return by.numbers ? canonicalNumber(form) : form.trim();
}
