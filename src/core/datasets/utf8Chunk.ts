import { utf8Text } from "./utf8";

/**
 * Bytes of which many small pieces are wanted as text. They are decoded once as a whole, since a decoder costs
 * microseconds a call in browsers, and pieces are cut out of that; where some byte is no UTF-8, piece by piece.
 */
export class Utf8Chunk {
  private whole: string | undefined;
  private tried = false;
  /** A place in the bytes, and the same place in the text. */
  private byte = 0;
  private unit = 0;

  /** @param bytes begin with a whole character; the last one may be cut */
  constructor(readonly bytes: Uint8Array) {}

  /** Bytes `from … to − 1` as text, both at the border of a character; undefined where they are no UTF-8. */
  text(from: number, to: number): string | undefined {
    if (!this.tried) {
      this.tried = true;
      this.whole = utf8Text(this.bytes.subarray(0, wholeCharacters(this.bytes)));
    }
    if (this.whole === undefined || to > wholeCharacters(this.bytes))
      return utf8Text(this.bytes.subarray(from, to));
    if (from < this.byte) this.byte = this.unit = 0;
    const start = this.unitAt(from);
    return this.whole.slice(start, this.unitAt(to));
  }

  /** Units of the text before a byte: one a character, two where it takes four bytes. */
  private unitAt(place: number): number {
    const { bytes } = this;
    let { unit } = this;
    for (let at = this.byte; at < place; at++) {
      const byte = bytes[at] as number;
      if (byte < 0x80 || byte >= 0xc0) unit += byte >= 0xf0 ? 2 : 1;
    }
    this.byte = place;
    this.unit = unit;
    return unit;
  }
}

/** Bytes up to the last character that may be cut. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
