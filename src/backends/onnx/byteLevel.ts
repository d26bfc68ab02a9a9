/**
 * The alphabet of byte-level BPE (Radford et al., GPT-2, 2019): every byte is one printable character. Bytes that are
 * printable Latin-1 stand for themselves; the other 68 are U+0100 onwards, in order.
 */
const BYTE_OF = new Map<string, number>();
let shifted = 0x100;
for (let byte = 0; byte < 0x100; byte++) {
  const printable =
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  BYTE_OF.set(String.fromCharCode(printable ? byte : shifted++), byte);
}

/** Bytes that a piece of a byte-level vocabulary stands for; undefined where it is not written in that alphabet. */
export function bytesOfPiece(piece: string): Uint8Array | undefined {
  const bytes = Array.from(piece, (character) => BYTE_OF.get(character));
  return bytes.includes(undefined) ? undefined : Uint8Array.from(bytes as number[]);
}
