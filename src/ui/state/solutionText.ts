import type { Token } from "../../core/model";

/**
 * The text that tokens spell together, as a person would type it: special tokens left out, bytes joined across tokens
 * and read as UTF-8, where what is no UTF-8 becomes U+FFFD.
 */
export function solutionText(tokens: readonly Token[]): string {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const token of tokens) {
    if (token.kind === "special") continue;
    if (token.kind === "text") bytes.push(...encoder.encode(token.text));
    else bytes.push(...spelledBytes(token.text, encoder));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** The bytes of a text in which some are spelled as `<0xE2>`. */
function spelledBytes(text: string, encoder: TextEncoder): number[] {
  return text.split(/(<0x[0-9A-F]{2}>)/).flatMap((part) => {
    const byte = /^<0x([0-9A-F]{2})>$/.exec(part)?.[1];
    return byte === undefined ? [...encoder.encode(part)] : [Number.parseInt(byte, 16)];
  });
}
