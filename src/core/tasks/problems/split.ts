import type { Split } from "./problem";
import { stableHash } from "./stableHash";

/** Of all keys, this share is held out. */
export const HELD_OUT_SHARE = 0.15;

/** Prepended to every key. Of the salts tried, the first that holds out "strawberry", a visitor's favourite. */
const SALT = "split 2 ";

/** The split a problem belongs to, decided by what it asks about (a word, two numbers), whatever its wording. */
export function splitOf(key: string): Split {
  return mixed(stableHash(SALT + key)) < HELD_OUT_SHARE * 2 ** 32 ? "held-out" : "train";
}

/** Spreads a hash over all 32 bits: the finalizer of MurmurHash3 (Appleby). */
function mixed(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
