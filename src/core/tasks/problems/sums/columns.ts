import type { Operation } from "./sumsProblem";

/** A sum or difference of two-digit numbers done by hand. */
export interface Columns {
  /** Digits of the ones column; the upper one of a difference has 10 more where it borrows. */
  readonly onesLeft: number;
  readonly onesRight: number;
  /** 0..18 */
  readonly ones: number;
  /** 1 where the tens column gets a carry or pays a borrow, else 0. */
  readonly moved: 0 | 1;
  readonly tensLeft: number;
  readonly tensRight: number;
  /** Result of the tens column with `moved` taken in. */
  readonly tens: number;
}

/** The two columns of `left operation right`, both in 0..99, and left ≥ right for a difference. */
export function columns(operation: Operation, left: number, right: number): Columns {
  const tensLeft = Math.floor(left / 10);
  const tensRight = Math.floor(right / 10);
  const onesRight = right % 10;
  if (operation === "+") {
    const onesLeft = left % 10;
    const ones = onesLeft + onesRight;
    const moved = ones > 9 ? 1 : 0;
    return { onesLeft, onesRight, ones, moved, tensLeft, tensRight, tens: tensLeft + tensRight + moved };
  }
  const moved = left % 10 < onesRight ? 1 : 0;
  const onesLeft = (left % 10) + 10 * moved;
  const ones = onesLeft - onesRight;
  return { onesLeft, onesRight, ones, moved, tensLeft, tensRight, tens: tensLeft - tensRight - moved };
}
