/** How far B's token was from what A would have said (Sparse but Critical, arXiv 2603.22446). */
export const SHIFT_CLASSES = ["unshifted", "marginal", "shifted"] as const;
export type ShiftClass = (typeof SHIFT_CLASSES)[number];

/** Class of a token by its rank under A: 1 is unshifted, 2 and 3 are marginal, all beyond are shifted. */
export function shiftClass(rankUnderA: number): ShiftClass {
  if (rankUnderA <= 1) return "unshifted";
  return rankUnderA <= 3 ? "marginal" : "shifted";
}
