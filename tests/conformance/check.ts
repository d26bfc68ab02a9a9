import { ExpectedError, type FailureCode } from "../../src/core/errors";
import type { Distribution, FullDistribution } from "../../src/core/model";

/** Assertions that run wherever a backend runs: in Node, in a page, in a worker. */

export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

export function checkEqual(actual: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  check(left === right, `${what}: expected ${right}, got ${left}`);
}

export function full(distribution: Distribution | undefined): FullDistribution {
  check(distribution?.kind === "full", `expected a full distribution, got ${distribution?.kind}`);
  return distribution;
}

/** Largest difference of two rows of log-probabilities; −∞ equals −∞ only. */
export function distance(a: Distribution | undefined, b: Distribution | undefined): number {
  const [left, right] = [full(a).logprobs, full(b).logprobs];
  checkEqual(left.length, right.length, "widths of two distributions");
  let largest = 0;
  left.forEach((value, id) => {
    const other = right[id] as number;
    if (value !== other) largest = Math.max(largest, Math.abs(value - other));
  });
  check(!Number.isNaN(largest), "a log-probability is NaN");
  return largest;
}

export function checkClose(
  actual: readonly (Distribution | undefined)[],
  expected: readonly (Distribution | undefined)[],
  tolerance: number,
  what: string,
): void {
  checkEqual(actual.length, expected.length, `${what}: number of distributions`);
  const distances = actual.map((distribution, index) => distance(distribution, expected[index]));
  const largest = Math.max(0, ...distances);
  check(
    largest <= tolerance,
    `${what}: log-probabilities differ by ${largest} at index ${distances.indexOf(largest)}, more than ${tolerance}`,
  );
}

/** Runs `work`, which must fail with an ExpectedError of this code, and returns the error. */
export async function checkFails(
  code: FailureCode,
  what: string,
  work: () => unknown,
): Promise<ExpectedError> {
  try {
    await work();
  } catch (error) {
    check(
      error instanceof ExpectedError,
      `${what}: expected a named failure "${code}", got ${String(error)}`,
    );
    checkEqual(error.code, code, `${what}: failure code`);
    return error;
  }
  throw new Error(`${what}: expected failure "${code}", but it succeeded`);
}

/** All distributions of a score run. */
export async function collect(chunks: AsyncIterable<Distribution[]>): Promise<Distribution[]> {
  const all: Distribution[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}
