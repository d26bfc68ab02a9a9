import fc from "fast-check";
import { expect, test } from "vitest";
import { valueTicks } from "./valueTicks";

const rounded = (value: number) => value.toFixed(0);

test("ticks are round values between the ends", () => {
  expect(valueTicks(0, 0.7, 3)).toEqual([0, 0.2, 0.4, 0.6]);
  expect(valueTicks(-1, 1, 3)).toEqual([-1, -0.5, 0, 0.5, 1]);
});

test("ticks of whole numbers are whole", () => {
  expect(valueTicks(-1, 1, 3, { whole: true })).toEqual([-1, 0, 1]);
  expect(valueTicks(0, 2, 5, { whole: true })).toEqual([0, 1, 2]);
  expect(valueTicks(0.2, 0.9, 3, { whole: true })).toEqual([]);
});

test("ticks are fewer where some would have the same label", () => {
  expect(valueTicks(0, 1.8, 3, { format: rounded })).toEqual([0, 1]);
  expect(
    valueTicks(0, 0.0004, 3, { format: (value) => (value === 0 ? "0" : "<0.001") }).length,
  ).toBeLessThanOrEqual(2);
});

test("no two ticks ever have the same label", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -999, max: 999 }).map((value) => value / 100),
      fc.integer({ min: 1, max: 999 }).map((value) => value / 100),
      fc.integer({ min: 1, max: 6 }),
      (low, width, wanted) => {
        const labels = valueTicks(low, low + width, wanted, { format: rounded }).map(rounded);
        expect(new Set(labels).size).toBe(labels.length);
      },
    ),
  );
});
