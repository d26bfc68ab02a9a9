import type { TokenId } from "../model";
import { kernel } from "./kernel/kernel";
import type { LogprobArray } from "./logSoftmax";
import { rank } from "./rank";

/** Reads what matters from one row of log-probabilities. Use one reader at a time: readers share the kernel's memory. */
export interface RowReader {
  /**
   * The ids from `from` (a multiple of 4) to `to`, exclusive, whose log-probability is at least `threshold`, rising.
   * They hold until the next call.
   */
  atLeast(from: TokenId, to: TokenId, threshold: number): Uint32Array;
  /** The token's rank, as `rank` defines it. */
  rank(id: TokenId): number;
  /** The probability of all ids from `from` (a multiple of 4) to `to`, exclusive (a multiple of 4 or V). */
  mass(from: TokenId, to: TokenId): number;
}

/** A reader of `row`, through the kernel where there is one. */
export function rowReader(row: LogprobArray): RowReader {
  const fast = row instanceof Float32Array ? kernel() : undefined;
  if (!(row instanceof Float32Array) || fast === undefined) return plainRowReader(row);
  fast.load(row);
  return fast;
}

/** The plain reader, which judges the kernel's. */
export function plainRowReader(row: LogprobArray): RowReader {
  return {
    atLeast(from, to, threshold) {
      const found: number[] = [];
      for (let i = from; i < Math.min(to, row.length); i++) {
        if (row[i]! >= threshold) found.push(i);
      }
      return Uint32Array.from(found);
    },
    rank: (id) => rank(row, id),
    mass(from, to) {
      let sum = 0;
      for (const logprob of row.subarray(from, to)) sum += Math.exp(logprob);
      return sum;
    },
  };
}
