import type { Token, TokenId } from "../../core/model";

const SPECIALS = ["<|pad|>", "<|user|>", "<|assistant|>", "<|end|>"] as const;
const FIRST_BYTE = SPECIALS.length;
const FIRST_PIECE = FIRST_BYTE + 256;

/**
 * A tokenizer one can hold in the head: four special tokens, the 256 bytes as fallback, then the given pieces.
 * Text is cut greedily into the longest pieces; what no piece covers becomes its UTF-8 bytes, so every well-formed
 * text survives encode → decode (a lone surrogate becomes U+FFFD, as UTF-8 demands).
 */
export class TableTokenizer {
  static readonly end: TokenId = SPECIALS.indexOf("<|end|>");

  private readonly ids = new Map<string, TokenId>();
  private readonly longest: number;

  /** @param pieces non-empty, each once: words, parts of words or single characters */
  constructor(private readonly pieces: readonly string[]) {
    pieces.forEach((piece, index) => this.ids.set(piece, FIRST_PIECE + index));
    if (this.ids.size !== pieces.length || this.ids.has("")) {
      throw new RangeError("TableTokenizer: pieces must be non-empty and different from each other");
    }
    this.longest = Math.max(0, ...pieces.map((piece) => piece.length));
  }

  get vocabSize(): number {
    return FIRST_PIECE + this.pieces.length;
  }

  /** Equal exactly for equal lists of pieces. */
  get fingerprint(): string {
    return `table:${JSON.stringify(this.pieces)}`;
  }

  /** @param special whether spellings of special tokens become those tokens */
  encode(text: string, special: boolean): TokenId[] {
    const ids: TokenId[] = [];
    let at = 0;
    while (at < text.length) {
      const marker = special ? SPECIALS.findIndex((spelling) => text.startsWith(spelling, at)) : -1;
      if (marker >= 0) {
        ids.push(marker);
        at += SPECIALS[marker]?.length ?? 0;
        continue;
      }
      const piece = this.longestPiece(text, at);
      if (piece !== undefined) {
        ids.push(this.ids.get(piece) as TokenId);
        at += piece.length;
        continue;
      }
      const character = String.fromCodePoint(text.codePointAt(at) as number);
      for (const byte of new TextEncoder().encode(character)) ids.push(FIRST_BYTE + byte);
      at += character.length;
    }
    return ids;
  }

  decode(ids: readonly TokenId[]): string {
    const encoder = new TextEncoder();
    const bytes = ids.flatMap((id) =>
      id >= FIRST_BYTE && id < FIRST_PIECE ? [id - FIRST_BYTE] : [...encoder.encode(this.spelling(id))],
    );
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes));
  }

  token(id: TokenId): Token {
    if (id < FIRST_BYTE) return { id, text: this.spelling(id), kind: "special" };
    const byte = id - FIRST_BYTE;
    if (byte < 0x80) return { id, text: String.fromCharCode(byte), kind: "text" };
    if (byte < 0x100) return { id, text: `<0x${byte.toString(16).toUpperCase()}>`, kind: "bytes" };
    return { id, text: this.spelling(id), kind: "text" };
  }

  private spelling(id: TokenId): string {
    const spelling = id < FIRST_BYTE ? SPECIALS[id] : this.pieces[id - FIRST_PIECE];
    if (spelling === undefined) throw new RangeError(`Token ${id} is not one of ${this.vocabSize}`);
    return spelling;
  }

  private longestPiece(text: string, at: number): string | undefined {
    for (let length = Math.min(this.longest, text.length - at); length > 0; length--) {
      const piece = text.slice(at, at + length);
      if (this.ids.has(piece)) return piece;
    }
    return undefined;
  }
}
