import type { Span } from "./mathSpans";

const BOX = /\\f?boxed?\s*(\{|[\w.+-]+)/g;
/** Between boxes of one answer: never the end of a sentence. */
const JOINT = /\b(?:and|or)\b|[,;]/;
const SENTENCE_END = /[.!?](?:\s|$)|\n\s*\n/;
const NEAR = 10;
const FAR = 70;

/** All `\boxed{…}` and `\boxed 4`, outer ones, in order; boxes that do not close are passed over. */
export function boxes(text: string): Span[] {
  const found: Span[] = [];
  const ends = closingBraces(text);
  BOX.lastIndex = 0;
  for (let match; (match = BOX.exec(text));) {
    if (match[1] !== "{") {
      found.push({ start: match.index, end: BOX.lastIndex, content: match[1]! });
      continue;
    }
    const end = ends.get(BOX.lastIndex - 1);
    if (end === undefined) continue;
    found.push({ start: match.index, end: end + 1, content: text.slice(BOX.lastIndex, end) });
    BOX.lastIndex = end + 1;
  }
  return found;
}

/** For every brace that closes, where; in one pass. A brace behind a backslash is text. */
function closingBraces(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === "\\") at++;
    else if (letter === "{") open.push(at);
    else if (letter === "}") {
      const start = open.pop();
      if (start !== undefined) ends.set(start, at);
    }
  }
  return ends;
}

/**
 * The last box, with those before it that belong to the same answer: side by side, or in one sentence with "and", "or",
 * a comma or a semicolon between. The same box said twice is said once.
 */
export function lastBoxes(text: string): Span | undefined {
  const all = boxes(text);
  const last = all.at(-1);
  if (!last) return undefined;
  const contents = [last.content];
  let first = last;
  for (const box of all.slice(0, -1).reverse()) {
    const between = text.slice(box.end, first.start);
    const joined =
      between.length < NEAR
        ? !SENTENCE_END.test(between)
        : between.length < FAR && JOINT.test(between) && !SENTENCE_END.test(between);
    if (!joined) break;
    if (!contents.includes(box.content)) contents.unshift(box.content);
    first = box;
  }
  return { start: first.start, end: last.end, content: contents.join(", ") };
}
