import type { numpy as np } from "@jax-js/jax";

/**
 * Called on arrays that should be computed once and stored. A compiled function that is not differentiated would
 * otherwise compute them again for every number that uses them; making them outputs as well prevents that.
 */
export type Keep = (array: np.Array) => np.Array;

/** For differentiated functions, which store what the backward pass needs anyway. */
export const keepNothing: Keep = (array) => array;

/** The result of `compute` and everything it kept: return both from a compiled function, then dispose the latter. */
export function keeping<T>(compute: (keep: Keep) => T): [result: T, kept: np.Array[]] {
  const kept: np.Array[] = [];
  const result = compute((array) => {
    kept.push(array.ref);
    return array;
  });
  return [result, kept];
}
