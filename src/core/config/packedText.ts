import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";
import { LETTERS } from "./letters";

/** Most bytes a packed link may unfold to; more is taken for an attack. */
const MAX_UNPACKED_BYTES = 8_000_000;

/** Texts as deflated JSON in base64url. */
export function pack(texts: readonly string[]): string {
  return toBase64Url(deflateSync(strToU8(JSON.stringify(texts)), { level: 9 }));
}

/** The `count` texts of `pack`; undefined where they are damaged, of another form, or unfold to too much. Never throws. */
export function unpack(packed: string, count: number): string[] | undefined {
  const bytes = fromBase64Url(packed);
  if (bytes === undefined) return undefined;
  try {
    const inflated = inflateBounded(bytes);
    const parsed: unknown = inflated && JSON.parse(strFromU8(inflated));
    if (!Array.isArray(parsed) || parsed.length !== count) return undefined;
    return parsed.every((text) => typeof text === "string") ? (parsed as string[]) : undefined;
  } catch {
    return undefined;
  }
}

function inflateBounded(bytes: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate((part) => {
    length += part.length;
    if (length <= MAX_UNPACKED_BYTES) parts.push(part);
  });
  const step = 1024;
  for (let at = 0; at < bytes.length && length <= MAX_UNPACKED_BYTES; at += step) {
    inflate.push(bytes.subarray(at, at + step), at + step >= bytes.length);
  }
  if (length > MAX_UNPACKED_BYTES) return undefined;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = Math.min(4, bytes.length - at + 1);
    for (let digit = 0; digit < digits; digit++) text += LETTERS[(word >> (18 - 6 * digit)) & 63];
  }
  return text;
}

function fromBase64Url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    const digit = LETTERS.indexOf(letter);
    if (digit < 0) return undefined;
    word = ((word << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (word >> bits) & 0xff;
    }
  }
  return bytes;
}
