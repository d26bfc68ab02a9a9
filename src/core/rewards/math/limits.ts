/**
 * How much of an answer is worked on. What goes beyond is refused at once, with the reason, and never computed: answers
 * are written by models and by strangers.
 */
export const LIMITS = {
  /** UTF-16 units of a whole answer; only the last ones are looked at. */
  text: 200_000,
  /** UTF-16 units of the answer proper. */
  answer: 4_000,
  /** Brackets in brackets. */
  depth: 60,
  /** Parts of an expression. */
  parts: 3_000,
  /** Items of a list, cells of a matrix. */
  items: 400,
  /** Bits of a numerator or a denominator. */
  bits: 32_768,
  /** Largest n whose factorial is computed. */
  factorial: 3_000,
  /** Arithmetic steps of one evaluation. */
  steps: 20_000,
  /** Parts of an expression that the algebra library is given. */
  algebra: 300,
} as const;

/** What of an answer went beyond the limits. */
export type Excess = "length" | "depth" | "parts" | "size" | "steps";

/** Thrown where an answer goes beyond `LIMITS`; caught by `verifyMath`, which says so in its verdict. */
export class BeyondLimits extends Error {
  override readonly name = "BeyondLimits";
  constructor(readonly excess: Excess) {
    super(`Beyond the limits of math verification: ${excess}.`);
  }
}

/** Steps that may still be taken. */
export class Budget {
  private left: number;
  constructor(steps: number = LIMITS.steps) {
    this.left = steps;
  }
  spend(steps = 1): void {
    this.left -= steps;
    if (this.left < 0) throw new BeyondLimits("steps");
  }
}
