import type { Token } from "../../../core/model";

/** Tokens `from … to − 1`, at least two, whose bytes make characters only together. */
export interface Joined {
  from: number;
  to: number;
  /** What they spell together. */
  text: string;
  /** Whether its letters run from right to left, and its tokens with them. */
  rightToLeft: boolean;
}

/** Tokens of one stretch at most: a word this long is cut. */
const MOST = 48;
/** As far back as one looks for the beginning of a character. */
const TAIL = 32;
const SPELLED = /<0x([0-9A-F]{2})>/g;
/** A token that goes on with a character that another one began. */
const CONTINUES = /^<0x[89AB][0-9A-F]>/;
/** Scripts whose letters are joined to their neighbours: drawn one by one they would take other forms. */
const CURSIVE = /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Mn}]+$/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Scripts as wide as they are high, and pictures. */
const WIDE =
  /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });
const encoder = new TextEncoder();

/** The bytes of a token of kind "bytes", two digits each. */
export function bytesOf(token: Token): string[] {
  return Array.from(token.text.matchAll(SPELLED), ([, byte]) => byte as string);
}

/** Whether a text can be cut before this token without cutting a character. */
export function beginsCharacter(token: Token): boolean {
  return token.kind !== "bytes" || !CONTINUES.test(token.text);
}

/** The last position up to `position` before which a text can be cut without cutting a character. */
export function wholeUpTo(tokens: readonly Token[], position: number): number {
  let at = position;
  while (at > 0 && at > position - TAIL && tokens[at] && !beginsCharacter(tokens[at] as Token)) at--;
  return at;
}

/** Whether a text reads from right to left somewhere. */
export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/**
 * The stretches of a text whose tokens hold parts of characters, in order: as few tokens as spell whole characters, or
 * as many as are drawn together (a flag or a family of several emoji, the letters of an Arabic word). Bytes that make no
 * character are in none.
 */
export function joinedBytes(tokens: readonly Token[]): Joined[] {
  const all: Joined[] = [];
  let at = 0;
  while (at < tokens.length) {
    const next = tokens[at]?.kind === "bytes" ? joinedFrom(tokens, at) : undefined;
    const last = all.at(-1);
    if (
      next &&
      last &&
      last.to === next.from &&
      next.to - last.from <= MOST &&
      drawnTogether(last.text, next.text)
    ) {
      last.to = next.to;
      last.text += next.text;
    } else if (next) all.push(next);
    at = next?.to ?? at + 1;
  }
  return all.filter(({ from, to }) => to - from > 1);
}

/** The fewest tokens from a place on that are whole characters together; undefined where there are none. */
function joinedFrom(tokens: readonly Token[], from: number): Joined | undefined {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  let missing = 0;
  for (let to = from; tokens[to]?.kind === "bytes"; to++) {
    const bytes = bytesOf(tokens[to] as Token).map((byte) => Number.parseInt(byte, 16));
    const read = decoded(decoder, bytes);
    if (read === undefined) return undefined;
    text += read;
    missing += bytes.length - encoder.encode(read).length;
    if (missing === 0) return { from, to: to + 1, text, rightToLeft: isRightToLeft(text) };
  }
  return undefined;
}

/** What more bytes of a stream spell; undefined where they are no UTF-8. */
function decoded(decoder: TextDecoder, bytes: readonly number[]): string | undefined {
  try {
    return decoder.decode(Uint8Array.from(bytes), { stream: true });
  } catch {
    return undefined;
  }
}

function drawnTogether(text: string, next: string): boolean {
  const tail = text.slice(-TAIL);
  if (CURSIVE.test(tail) && CURSIVE.test(next)) return true;
  return countCharacters(tail + next) < countCharacters(tail) + countCharacters(next);
}

function countCharacters(text: string): number {
  return [...characters.segment(text)].length;
}

/** Em that a token's part of a joined character should be wide, so that it can be pointed at; and all parts at most. */
const PART = 0.32;
const PARTS = 2;

/** Em of room beside a joined text, on either side. Cursive letters have none: they would no longer join. */
export function roomBeside({ from, to, text }: Joined): number {
  if (CURSIVE.test(text)) return 0;
  const width = Array.from(characters.segment(text)).reduce(
    (sum, { segment }) => sum + (WIDE.test(segment) ? 1 : 0.5),
    0,
  );
  return Math.max(0, (Math.min(PARTS, (to - from) * PART) - width) / 2);
}

/** Which of the bytes of a joined text a token holds: the first and the last, from 1, of how many. */
export function bytesWithin(
  tokens: readonly Token[],
  { from, to }: Joined,
  position: number,
): { first: number; last: number; of: number } {
  const counts = tokens.slice(from, to).map((token) => bytesOf(token).length);
  const before = counts.slice(0, position - from).reduce((sum, count) => sum + count, 0);
  const of = counts.reduce((sum, count) => sum + count, 0);
  return { first: before + 1, last: before + (counts[position - from] ?? 0), of };
}
