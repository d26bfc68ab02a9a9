/*
 * Axes that grow in steps. While a text is being written or a sweep runs, an axis that always fitted would move with
 * every value; one that grows in steps stands still for a while.
 */

const FEWEST_PLACES = 32;
const TOPS = [1, 1.5, 2, 3, 5, 7, 10];
const SHARES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1];

/** Positions an axis holds while `count` of them are there and more will come: 32, 48, 64, 96, 128, … */
export function placesFor(count: number): number {
  let places = FEWEST_PLACES;
  while (places < count) places = Number.isInteger(Math.log2(places)) ? places * 1.5 : (places * 4) / 3;
  return places;
}

/** The end of an axis from 0 that holds a size: the next of 1, 1.5, 2, 3, 5 and 7 times a power of ten; 1 for 0. */
export function topFor(size: number): number {
  if (!(size > 0) || !Number.isFinite(size)) return 1;
  const exponent = Math.floor(Math.log10(size));
  // Written as text: 3 · 10^−1 is not 0.3.
  const tops = [exponent, exponent + 1].flatMap((power) => TOPS.map((top) => Number(`${top}e${power}`)));
  return tops.find((top) => top >= size) ?? size;
}

/** The end of an axis of shares from 0 that holds one: 1, 2, 5, 10, 20, 30, 50, 75 or 100 %. */
export function shareTopFor(share: number): number {
  return SHARES.find((top) => top >= share) ?? 1;
}
