import { lastBoxes } from "./boxes";
import { LIMITS } from "./limits";
import { mathSpans, type Span } from "./mathSpans";
import { plainNumbers } from "./plainNumbers";

/** Where an answer is looked for: anywhere, in LaTeX between its signs, in `\boxed{…}` only. */
export type Place = "anywhere" | "latex" | "boxed";

/** An answer found in a text. */
export interface ExtractedMath {
  /** As it stands there, percent signs behind it included; several answers are joined by commas. */
  text: string;
  /** By what it was found. */
  by: "boxed" | "final-answer" | "answer" | "whole" | "last";
  /** It is no LaTeX between its signs: 1,22 may be a decimal, 1 000 one number. */
  plain: boolean;
}

/** Escaped twice, as in JSON within JSON: \\frac for \frac. */
const TWICE =
  /\\\\(?=(?:boxed|[dt]?frac|sqrt|left|right|text|begin|end|pi|infty|cdot|times|leq?|geq?|cup|in|pm|theta|circ|mathrm)(?![a-zA-Z])|%)/g;

/**
 * Finds the answer in what a model wrote: the last box or "final answer is", whichever is later; else "answer is"; else
 * the whole text where it is nothing but mathematics; else the last formula or number. Undefined where there is none.
 */
export function extractMath(text: string, place: Place = "anywhere"): ExtractedMath | undefined {
  const tail = text.slice(-LIMITS.text);
  const whole =
    tail.includes("\\begin{") && !/\\\\(?:boxed|begin)/.test(tail) ? tail : tail.replace(TWICE, "\\");
  const box = lastBoxes(whole);
  if (place === "boxed") return box && found(whole, box, "boxed", false);
  const spans = mathSpans(whole);
  const values = place === "anywhere" ? withPlain(spans, plainNumbers(whole)) : spans;
  const final = anchored(whole, values, FINAL, "final-answer");
  if (box && !(final && final.start > box.end)) return found(whole, box, "boxed", false);
  return (
    final?.value ??
    anchored(whole, values, ANSWER, "answer")?.value ??
    (place === "anywhere" && isMathematics(whole)
      ? { text: whole.trim(), by: "whole", plain: true }
      : undefined) ??
    lastOf(whole, values) ??
    (place === "anywhere" ? choice(whole) : undefined)
  );
}

interface Value extends Span {
  plain: boolean;
}

/** Formulas, and numbers outside of them, in order. */
function withPlain(spans: readonly Span[], numbers: readonly Span[]): Value[] {
  const values: Value[] = [];
  let next = 0;
  for (const span of spans) {
    for (; next < numbers.length && numbers[next]!.start < span.end; next++) {
      if (numbers[next]!.end <= span.start) values.push({ ...numbers[next]!, plain: true });
    }
    values.push({ ...span, plain: false });
  }
  return [...values, ...numbers.slice(next).map((number) => ({ ...number, plain: true }))];
}

const FINAL = /####|final\s+answer\b/gi;
const ANSWER = /\banswers?\b(?=\s*(?::|=|is|are|was|\*))/gi;
/** From the anchor to the value: "Final Answer: The largest n is" before 34. */
const LEAD = /^[\s:*"]*(?:[^.\n]{0,100}?(?<![\w\\])(?:is|are|=|equals)(?![\w]))?/i;
/** Anchors that are tried, from the last one. */
const MOST_ANCHORS = 20;
/** Letters between what leads to the value and the value. */
const REACH = 60;
const BETWEEN = /^\s*(?:,|;|,?\s*(?:and|or)|\/)\s*$/;

/** The value that follows the last anchor, with those joined to it. */
function anchored(
  text: string,
  values: readonly (Span & { plain?: boolean })[],
  anchor: RegExp,
  by: ExtractedMath["by"],
): { start: number; value: ExtractedMath } | undefined {
  for (const match of [...text.matchAll(anchor)].slice(-MOST_ANCHORS).reverse()) {
    const behind = match.index + match[0].length;
    const lead = match[0] === "####" ? "" : (LEAD.exec(text.slice(behind, behind + 200))?.[0] ?? "");
    const first = values.findIndex(({ start }) => start >= behind + lead.length);
    if (first < 0 || values[first]!.start - behind - lead.length > REACH) continue;
    let last = first;
    while (values[last + 1] && BETWEEN.test(text.slice(values[last]!.end, values[last + 1]!.start))) last++;
    const parts = values.slice(first, last + 1);
    const joined = {
      ...parts[0]!,
      end: parts.at(-1)!.end,
      content: parts.map(({ content }) => content).join(", "),
    };
    return { start: match.index, value: found(text, joined, by, parts[0]!.plain ?? false) };
  }
  return undefined;
}

/** The last value, with those joined to it by "and", "or" where they are formulas. */
function lastOf(text: string, values: readonly (Span & { plain?: boolean })[]): ExtractedMath | undefined {
  const last = values.at(-1);
  if (!last) return undefined;
  let first = values.length - 1;
  if (!last.plain) {
    while (
      first > 0 &&
      !values[first - 1]!.plain &&
      BETWEEN.test(text.slice(values[first - 1]!.end, values[first]!.start))
    ) {
      first--;
    }
  }
  const parts = values.slice(first);
  const joined = { ...parts[0]!, end: last.end, content: parts.map(({ content }) => content).join(", ") };
  return found(text, joined, "last", last.plain ?? false);
}

const PERCENT = /^[\s$}]{0,4}(?:\\?%|percent(?:age)?\b|pct\b)/;

/** With a percent sign that stands right behind it. */
function found(text: string, span: Span, by: ExtractedMath["by"], plain: boolean): ExtractedMath {
  const percent = PERCENT.test(text.slice(span.end, span.end + 20)) && !/%|percent|pct/.test(span.content);
  return { text: percent ? `${span.content.trim()}\\%` : span.content.trim(), by, plain };
}

const NO_WORDS = /\\text[a-z]*\s*\{[^{}]*\}|\\(?:begin|end)\s*\{\w+\*?\}|\\[a-zA-Z]+/g;
const FUNCTION_WORD =
  /(?<![a-zA-Z])(?:sqrt|sin|cos|tan|cot|sec|csc|log|exp|and|or|inf|infinity|infty|pct|percent|percentage)(?![a-zA-Z])/g;
const WORD =
  /[a-zA-Z]{3,}|(?<![a-zA-Z])(?:[aA]s|[aA]t|[bB]e|[bB]y|[dD]o|[hH]e|[iI]f|[iI]n|[iI]s|[iI]t|[mM]e|[mM]y|[nN]o|[oO]f|[oO]n|[sS]o|[tT]o|[uU]p|[uU]s|[wW]e)(?![a-zA-Z])/;

/** Whether a short text holds no words but those of mathematics and units. */
function isMathematics(text: string): boolean {
  const trimmed = text.trim().replaceAll("\\$", "");
  if (trimmed === "" || trimmed.length > 300 || /\$|\\\(|\\\[|\\f?box|\n\s*\n|<\|/.test(trimmed))
    return false;
  return (
    /[\d\p{L}∅∞√]/u.test(trimmed) && !WORD.test(trimmed.replace(NO_WORDS, " ").replace(FUNCTION_WORD, " "))
  );
}

/** A letter that is chosen: "the answer is (B)", "Answer: C". */
function choice(text: string): ExtractedMath | undefined {
  const matches = [...text.matchAll(/\banswer\s*(?:is|:)?[\s:*]{0,6}\(?([A-H])\)?(?![\w'])/gi)];
  const letter = matches.at(-1)?.[1];
  return letter && letter === letter.toUpperCase() ? { text: letter, by: "answer", plain: true } : undefined;
}
