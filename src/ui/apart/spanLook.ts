import { natsToBits } from "../../core/compare/bits";
import type { ColourScale } from "../charts/scales";

/** Colours of one model's surprise at a token, in bits. */
export const SURPRISE_SCALE: ColourScale = { kind: "sequential", domain: [0, 12], curve: "sqrt" };

/** Colours of a difference of two surprises, in bits: A's where A expected the text more, B's where B did. */
export const DIFFERENCE_SCALE: ColourScale = { kind: "diverging", limit: 12, curve: "sqrt" };

/** How many bits more A was surprised than B, from two sums in nats; 0 where both rule the text out. */
export function bitsApart(a: number, b: number): number {
  return a === b ? 0 : natsToBits(a - b);
}
