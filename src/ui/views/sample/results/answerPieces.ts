/** A stretch of an answer: its text, what was found in it, or so many characters that are left out. */
export type AnswerPiece = { kind: "text" | "found"; text: string } | { kind: "gap"; characters: number };

/** Characters that are shown at first, around what was found or else at both ends. */
export const SHOWN = 4000;

/**
 * An answer cut for reading: what the format found in it is marked, where it stands last. Of an answer longer than
 * `most` the beginning and the surroundings of what was found (without that, the end) are kept. The texts and gaps
 * together have the answer's length. Pairs of surrogates stay whole.
 */
export function answerPieces(text: string, extracted: string | null, most = SHOWN): AnswerPiece[] {
  const found = extracted === null || extracted === "" ? -1 : text.lastIndexOf(extracted);
  const end = found < 0 ? text.length : Math.min(text.length, found + (extracted as string).length);
  const cuts: [from: number, to: number][] = [[0, text.length]];
  if (text.length > most) {
    const half = Math.floor(most / 2);
    const tail = Math.max(
      half,
      Math.min(text.length - half, Math.max(found < 0 ? text.length - half : found - half / 2, half)),
    );
    const from = wholeAt(text, Math.floor(tail));
    const to = wholeAt(text, Math.min(text.length, from + half));
    cuts.splice(0, 1, [0, wholeAt(text, half)], [from, to]);
  }
  const pieces: AnswerPiece[] = [];
  let at = 0;
  for (const [from, to] of cuts) {
    if (from > at) pieces.push({ kind: "gap", characters: from - at });
    const start = Math.max(from, at);
    const [low, high] = found < 0 ? [to, to] : [clamp(found, start, to), clamp(end, start, to)];
    add(pieces, "text", text.slice(start, low));
    add(pieces, "found", text.slice(low, high));
    add(pieces, "text", text.slice(high, to));
    at = Math.max(at, to);
  }
  if (at < text.length) pieces.push({ kind: "gap", characters: text.length - at });
  return pieces;
}

function add(pieces: AnswerPiece[], kind: "text" | "found", text: string): void {
  if (text !== "") pieces.push({ kind, text });
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** A place that does not part a pair of surrogates. */
function wholeAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

/** The beginning of a text in one line, for a list. */
export function firstLine(text: string, most = 240): string {
  const head = text
    .slice(0, 4 * most)
    .trim()
    .replace(/\s+/g, " ");
  const letters = [...head];
  return letters.length <= most && text.length <= 4 * most ? head : `${letters.slice(0, most).join("")}…`;
}
