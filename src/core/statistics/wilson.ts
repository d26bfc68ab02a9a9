import type { Interval } from "./bootstrap";

/** The normal quantile of 97.5 %. */
const Z = 1.959963984540054;

/**
 * The 95 % score interval of a proportion (Wilson, 1927): `successes` of `n`. It has a width even where all are
 * successes, or none. Of nothing it is 0 to 1.
 */
export function wilson(successes: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const share = successes / n;
  const middle = (successes + Z ** 2 / 2) / (n + Z ** 2);
  const half = (Z * Math.sqrt(n * share * (1 - share) + Z ** 2 / 4)) / (n + Z ** 2);
  return {
    low: successes === 0 ? 0 : middle - half,
    high: successes === n ? 1 : middle + half,
  };
}
