import type { Draws } from "../../random";

/** A number at one of the distances from the value, above or below it, never negative and never the value. */
export function nearMiss(value: number, distances: readonly number[], draws: Draws): number {
  const distance = draws.pick(distances);
  return draws.next() < 0.5 && value >= distance ? value - distance : value + distance;
}
