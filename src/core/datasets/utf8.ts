/** Part of every place where this runs; named here because `core` is compiled without a platform's types. */
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const loose = new TextDecoder("utf-8", { fatal: false, ignoreBOM: false });

/** The text that the bytes are in UTF-8; undefined where they are none, never a text with replacement marks in it. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** What the bytes look like as UTF-8, with replacement marks where they are none: to tell what a file is, never to read it. */
export function looseText(bytes: Uint8Array): string {
  return loose.decode(bytes);
}

/** Which UTF-16 a file begins with the mark of; undefined where it does not. */
export function utf16Mark(head: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return undefined;
}

/** The text that the bytes are in UTF-16, its mark left out; undefined where they are none. */
export function utf16Text(bytes: Uint8Array, label: "utf-16le" | "utf-16be"): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes of UTF-8's own mark at the beginning: 3 or 0. */
export function utf8MarkLength(head: Uint8Array): number {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
}

/** The text in UTF-8. */
export function utf8Bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
