import { lastBoxed } from "./boxed";
import { exactMatch } from "./exactMatch";

/** How an answer is judged by exact match, with what it was judged by. */
export interface Verdict {
  right: boolean;
  /** What stands in the last box; undefined where no box closes. */
  given: string | undefined;
  expected: string;
}

/** Judges the boxed answer of a solution; the reward of `exactMatch` in words. */
export function verdict(solution: string, expected: string): Verdict {
  return { right: exactMatch(solution, expected) === 1, given: lastBoxed(solution)?.trim(), expected };
}
