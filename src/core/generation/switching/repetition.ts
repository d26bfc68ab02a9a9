import type { TokenId } from "../../model";

/** Longest stretch of tokens that is looked for. */
const LONGEST_PERIOD = 64;

/** The stretch stands there at least so often, and so many tokens in all are nothing but it. */
const LEAST_TIMES = 4;
const LEAST_TOKENS = 32;

/** How a text repeats itself. */
export interface Repetition {
  /** Tokens of the stretch that comes again and again. */
  period: number;
  times: number;
}

/** Whether a solution ends in nothing but one stretch of tokens over and over; the shortest such stretch. */
export function repetition(solution: readonly TokenId[]): Repetition | undefined {
  for (let period = 1; period <= LONGEST_PERIOD; period++) {
    const times = Math.max(LEAST_TIMES, Math.ceil(LEAST_TOKENS / period));
    const length = period * times;
    if (length > solution.length) {
      if (period * LEAST_TIMES > solution.length) return undefined;
      continue;
    }
    if (repeats(solution, period, length)) return { period, times };
  }
  return undefined;
}

/** Whether the last `length` tokens are the same `period` tokens over and over. */
function repeats(solution: readonly TokenId[], period: number, length: number): boolean {
  for (let at = solution.length - length; at < solution.length - period; at++) {
    if (solution[at] !== solution[at + period]) return false;
  }
  return true;
}
