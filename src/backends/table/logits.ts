import { uniform } from "../../core/random";
import type { TokenId } from "../../core/model";

/** Logits after a prefix; the whole of a table model. Must be a pure function. */
export type LogitsOf = (prefix: readonly TokenId[]) => Float64Array;

/** A first-order Markov chain: row `last token` of a table of (V × width) logits. */
export function markovLogits(rows: readonly (readonly number[])[]): LogitsOf {
  return (prefix) => {
    const row = rows[prefix.at(-1) ?? -1];
    if (!row) throw new RangeError(`The table has ${rows.length} rows and none for token ${prefix.at(-1)}`);
    return Float64Array.from(row);
  };
}

/**
 * Logits that depend on every token of the prefix and its order: uniform in [−spread, spread), drawn at a hash of the
 * prefix. A model that forgets, repeats or swaps a token gives visibly other numbers.
 */
export function prefixHashLogits(seed: number, width: number, spread = 4): LogitsOf {
  return (prefix) => {
    const hash = prefixHash(prefix);
    return Float64Array.from(
      { length: width },
      (_, id) => spread * (2 * uniform(seed, "test", hash, id) - 1),
    );
  };
}

/** FNV-1a over the ids, 32 bits. */
function prefixHash(prefix: readonly TokenId[]): number {
  let hash = 0x811c9dc5;
  for (const id of prefix) hash = Math.imul(hash ^ (id + 1), 0x01000193) >>> 0;
  return hash;
}
