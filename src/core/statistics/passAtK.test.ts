import fc from "fast-check";
import { expect, test } from "vitest";
import { passAtK } from "./passAtK";

/** C(n, k), exact. */
function choose(n: number, k: number): bigint {
  let ways = 1n;
  for (let i = 0; i < k; i++) ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  return ways;
}

test("pass@k is 1 − C(n−c, k) / C(n, k)", () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (x, y, z) => {
      const [c = 0, k = 0, n = 0] = [x, y, z].toSorted((a, b) => a - b);
      fc.pre(k >= 1);
      const none = k > n - c ? 0n : choose(n - c, k);
      expect(passAtK(n, c, k)).toBeCloseTo(1 - Number((none * 10n ** 15n) / choose(n, k)) / 1e15, 12);
    }),
  );
});

test("pass@1 is the share of right answers, and none can be asked of more answers than there are", () => {
  expect(passAtK(8, 3, 1)).toBeCloseTo(3 / 8, 15);
  expect(passAtK(1, 0, 1)).toBe(0);
  expect(passAtK(4, 4, 4)).toBe(1);
  expect([passAtK(4, 2, 5), passAtK(4, 2, 0), passAtK(0, 0, 1)]).toEqual([NaN, NaN, NaN]);
});
