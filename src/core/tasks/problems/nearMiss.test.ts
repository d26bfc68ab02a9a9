import fc from "fast-check";
import { expect, it } from "vitest";
import { Draws } from "../../random";
import { nearMiss } from "./nearMiss";

it("is never the value, never negative, and as far away as asked", () => {
  fc.assert(
    fc.property(fc.nat({ max: 198 }), fc.nat(), (value, item) => {
      const missed = nearMiss(value, [1, 10], new Draws(1, "test", item));
      expect(missed).toBeGreaterThanOrEqual(0);
      expect([1, 10]).toContain(Math.abs(missed - value));
    }),
  );
});

it("misses below and above", () => {
  const missed = Array.from({ length: 50 }, (_, item) => nearMiss(5, [2], new Draws(1, "test", item)));
  expect(new Set(missed)).toEqual(new Set([3, 7]));
});
