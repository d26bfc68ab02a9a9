import { LETTERS } from "../config/letters";
import type { TokenId } from "../model";

/** 32 bits that token ids are told apart by. */
export type IdHash = number;

/** Hash of the first `length` ids, the same on every machine: FNV-1a over whole words, stirred as in MurmurHash3. */
export function idHash(ids: readonly TokenId[], length = ids.length): IdHash {
  let hash = 0x811c9dc5 ^ length;
  for (let at = 0; at < length; at++) hash = Math.imul(hash ^ (ids[at] as TokenId), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Its lowest 6 bits as one letter. */
export function letterOf(hash: IdHash): string {
  return LETTERS[hash & 63] as string;
}

/** Its upper 24 bits as four letters. */
export function wordLetters(hash: IdHash): string {
  return [26, 20, 14, 8].map((shift) => LETTERS[(hash >>> shift) & 63]).join("");
}
