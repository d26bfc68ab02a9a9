import { expect, test } from "vitest";

/**
 * A test that holds all cases to their oracle and says in its title how many agree, or that the oracle is not here.
 * @param cases undefined where the oracle is not here
 */
export function testAgreement<T>(
  title: string,
  cases: readonly T[] | undefined,
  agrees: (one: T) => boolean,
): void {
  if (cases === undefined) {
    test.skip(`${title} (skipped: the oracle in ../shared/oracles is not here)`, () => undefined);
    return;
  }
  const disagreeing = cases.filter((one) => !agrees(one));
  test(`${title}: ${cases.length - disagreeing.length} of ${cases.length} agree`, () => {
    expect(cases.length).toBeGreaterThan(0);
    expect(disagreeing).toEqual([]);
  });
}

/** Whether two figures are equal but for the last digits. */
export function near(value: number, goal: number): boolean {
  return Math.abs(value - goal) <= 1e-9 * (1 + Math.abs(goal));
}
