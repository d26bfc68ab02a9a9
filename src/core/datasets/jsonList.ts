import { jsonRow } from "./jsonRow";
import type { RecordRead, RecordReader } from "./records";
import type { Utf8Chunk } from "./utf8Chunk";

/** Bytes of the longest row that is read. */
const LONGEST = 64 * 1024 ** 2;

const [LF, CR, SPACE, TAB] = [10, 13, 32, 9];
const [QUOTE, BACKSLASH, COMMA] = [34, 92, 44];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [123, 125, 91, 93];

/**
 * The objects of a JSON list, one by one, so that a list of any length is read within bounds: an element is what stands
 * up to a comma or the closing bracket outside of strings and inner brackets. An element that cannot be read is a bad
 * row, and reading goes on after the next comma; the brackets of a damaged one may take what follows with them.
 */
export const jsonList: RecordReader = { next, longest: LONGEST, lines: false };

function next(chunk: Utf8Chunk, from: number, ended: boolean): RecordRead {
  const { bytes } = chunk;
  let before = 0;
  let start = from;
  while (start < bytes.length && isSpace(bytes[start] as number)) if (bytes[start++] === LF) before++;
  if (start === bytes.length) {
    if (!ended) return { kind: "more", why: "too-long" };
    return { kind: "bad", reason: "no-json", detail: CUT, before, next: start, lines: before };
  }
  if (bytes[start] === CLOSE_BRACKET) return afterList(bytes, start + 1, before, ended);
  const { end, lines, closed } = elementEnd(bytes, start);
  if (!closed && !ended) return { kind: "more", why: "too-long" };
  // The closing bracket stays, to be found as the end.
  const place = { before, next: bytes[end] === COMMA ? end + 1 : end, lines: before + lines };
  const row = jsonRow(chunk.text(start, end));
  if ("fields" in row && closed) return { kind: "row", start, ...row, ...place };
  const damage = closed ? {} : { detail: CUT };
  const bad = "fields" in row ? ({ reason: "no-json" } as const) : row;
  return { kind: "bad", ...bad, ...damage, ...place };
}

const CUT = "the list ends without its closing bracket";

function elementEnd(bytes: Uint8Array, start: number): { end: number; lines: number; closed: boolean } {
  let depth = 0;
  let lines = 0;
  let inString = false;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === LF) lines++;
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (depth === 0 && (byte === COMMA || byte === CLOSE_BRACKET))
      return { end: at, lines, closed: true };
    else if (depth > 0 && (byte === CLOSE_BRACE || byte === CLOSE_BRACKET)) depth--;
  }
  return { end: bytes.length, lines, closed: false };
}

function afterList(bytes: Uint8Array, from: number, before: number, ended: boolean): RecordRead {
  let breaks = before;
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === LF) breaks++;
    if (isSpace(bytes[at] as number)) continue;
    // Whatever it is, it is one bad row up to the end of what is there.
    const detail = "something after the list's closing bracket";
    return { kind: "bad", reason: "no-json", detail, before: breaks, next: bytes.length, lines: breaks };
  }
  return ended ? { kind: "end" } : { kind: "more", why: "too-long" };
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === LF || byte === CR || byte === TAB;
}
