import { Draws } from "../../core/random";

/**
 * A divergence along a text as it looks after RL: noise near 0, and a share of positions where the models part.
 * Values lie in [0, ln 2].
 */
export function divergence(count: number, share = 0.04, seed = 1): Float64Array {
  const draws = new Draws(seed, "test", 0);
  return Float64Array.from({ length: count }, () => {
    const parted = draws.next() < share;
    const size = draws.next();
    return parted ? Math.LN2 * (0.15 + 0.85 * size) : 0.012 * power(size, 6);
  });
}

/** An entropy along a text: high where a sentence opens, low inside words. In nats. */
export function entropy(count: number, seed: number, level = 1): Float64Array {
  const draws = new Draws(seed, "test", 1);
  let flow = 0.5;
  return Float64Array.from({ length: count }, () => {
    flow = 0.75 * flow + 0.5 * draws.next() - 0.125;
    const opening = draws.next() < 0.12 ? 1.4 * draws.next() : 0;
    return level * Math.max(0.004, flow * draws.next() + opening);
  });
}

/** Signed differences of probability, most near 0. */
export function differences(count: number, seed = 3): Float64Array {
  const draws = new Draws(seed, "test", 2);
  return Float64Array.from({ length: count }, () => power(2 * draws.next() - 1, 5));
}

/** Some values put in the place of others. */
export function withValues(values: Float64Array, replaced: Readonly<Record<number, number>>): Float64Array {
  const copy = values.slice();
  for (const [position, value] of Object.entries(replaced)) copy[Number(position)] = value;
  return copy;
}

/** By multiplication: `**` may differ in the last digit between engines, and golden files would notice. */
function power(base: number, exponent: number): number {
  let product = 1;
  for (let factor = 0; factor < exponent; factor++) product *= base;
  return product;
}
