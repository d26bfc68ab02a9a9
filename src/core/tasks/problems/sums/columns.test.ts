import fc from "fast-check";
import { expect, it } from "vitest";
import { columns } from "./columns";

const number = fc.integer({ min: 0, max: 99 });

it("gives the sum: tens and the last digit of the ones", () => {
  fc.assert(
    fc.property(number, number, (left, right) => {
      const { tens, ones } = columns("+", left, right);
      expect(tens * 10 + (ones % 10)).toBe(left + right);
    }),
  );
});

it("gives the difference", () => {
  fc.assert(
    fc.property(number, number, (first, second) => {
      const [left, right] = [Math.max(first, second), Math.min(first, second)];
      const { tens, ones } = columns("-", left, right);
      expect(tens * 10 + ones).toBe(left - right);
    }),
  );
});

it("carries and borrows where the ones need it, and only there", () => {
  expect(columns("+", 27, 15)).toMatchObject({ onesLeft: 7, onesRight: 5, ones: 12, moved: 1, tens: 4 });
  expect(columns("+", 25, 14)).toMatchObject({ ones: 9, moved: 0, tens: 3 });
  expect(columns("-", 52, 17)).toMatchObject({ onesLeft: 12, onesRight: 7, ones: 5, moved: 1, tens: 3 });
  expect(columns("-", 57, 12)).toMatchObject({ onesLeft: 7, onesRight: 2, ones: 5, moved: 0, tens: 4 });
});
