import { strToU8 } from "fflate";
import type { Token } from "../model";

/** One model's tokens of a text: where each ends, and how surprising it was. */
export interface TokenBorders {
  /** Byte of the text after each token, rising; the last is the text's length. Tokens may share an end. */
  ends: readonly number[];
  /** −ln p of each token, in nats. */
  surprise: readonly number[];
}

/** Part of one model's tokens: `from … to − 1`, and the sum of their surprise in nats. */
export interface SpanPart {
  from: number;
  to: number;
  surprise: number;
}

/** Bytes `from … to − 1` of a text, between two neighbouring places where both models have a token border. */
export interface AlignedSpan {
  from: number;
  to: number;
  a: SpanPart;
  b: SpanPart;
}

/**
 * A text cut at every byte where both tokenizers have a border: as fine as the two can be held against each other.
 * The chain rule makes a span's sum the surprise of its bytes under that segmentation, whatever lies inside.
 *
 * Tokens without bytes (an end-of-text token, say) belong to the span that ends where they stand; at byte 0 to the first
 * span. Both lists must end at the same byte; of an empty text there are no spans.
 */
export function align(
  a: TokenBorders,
  b: TokenBorders,
  /** Which bytes may be borders, besides the end. */
  mayCut: (at: number) => boolean = () => true,
): AlignedSpan[] {
  const [length, other] = [a.ends.at(-1) ?? 0, b.ends.at(-1) ?? 0];
  if (length !== other)
    throw new RangeError(`align: A's tokens end at byte ${length}, B's at ${other}, of one text`);
  const common = new Set(b.ends);
  const borders = [...new Set(a.ends)].filter(
    (end) => end > 0 && common.has(end) && (end === length || mayCut(end)),
  );
  const spans: AlignedSpan[] = [];
  let [from, atA, atB] = [0, 0, 0];
  for (const to of borders) {
    const [partA, partB] = [partUpTo(a, atA, to), partUpTo(b, atB, to)];
    spans.push({ from, to, a: partA, b: partB });
    [from, atA, atB] = [to, partA.to, partB.to];
  }
  return spans;
}

/** The tokens from one on that end at a byte or before it. */
function partUpTo({ ends, surprise }: TokenBorders, from: number, end: number): SpanPart {
  let to = from;
  let sum = 0;
  while (to < ends.length && (ends[to] as number) <= end) sum += surprise[to++] as number;
  return { from, to, surprise: sum };
}

/** Surprise in bits per byte of text: lower is better predicted, and it does not depend on how the text is cut. */
export function bitsPerByte(nats: number, bytes: number): number {
  return nats / Math.LN2 / bytes;
}

/**
 * Where each token ends in a text, in bytes of its UTF-8 (`textBytes`); undefined where the tokens spell another text (a tokenizer
 * that lowercases or composes accents does), so that nobody can say.
 *
 * Special tokens have no bytes. One space that a tokenizer put before the text (SentencePiece does) is not the text's.
 */
export function tokenEnds(tokens: readonly Token[], text: Uint8Array): number[] | undefined {
  const pieces = tokens.map(bytesOfToken);
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const first = pieces.find((piece) => piece.length > 0);
  const extra = total - text.length;
  if (extra !== 0 && !(extra === 1 && first?.[0] === SPACE)) return undefined;
  const ends: number[] = [];
  let at = -extra;
  for (const piece of pieces) {
    for (let i = 0; i < piece.length; i++) if (at + i >= 0 && piece[i] !== text[at + i]) return undefined;
    at += piece.length;
    ends.push(Math.max(0, at));
  }
  return ends;
}

const SPACE = 0x20;

/** Whether a character of a UTF-8 text begins at a byte; its end counts. */
export function beginsCharacter(text: Uint8Array, at: number): boolean {
  return at === text.length || ((text[at] as number) & 0xc0) !== 0x80;
}

/** A text in UTF-8; half a character becomes U+FFFD. */
export function textBytes(text: string): Uint8Array {
  return strToU8(text);
}

/** The bytes a token adds to a text. */
function bytesOfToken({ text, kind }: Token): Uint8Array {
  if (kind === "special") return new Uint8Array(0);
  if (kind === "text") return strToU8(text);
  return Uint8Array.from(text.matchAll(/<0x([0-9A-F]{2})>/g), ([, byte]) =>
    Number.parseInt(byte as string, 16),
  );
}
