import { describe, expect, test } from "vitest";
import { countWithin, isWithin, type ValueInterval } from "./valueInterval";

const interval = (includesLow: boolean, includesHigh: boolean): ValueInterval => ({
  low: 0,
  high: 0.5,
  includesLow,
  includesHigh,
});

describe("isWithin", () => {
  test.each([
    [true, true, [false, true, true, true, false]],
    [true, false, [false, true, true, false, false]],
    [false, true, [false, false, true, true, false]],
    [false, false, [false, false, true, false, false]],
  ])("holds its ends as it says: low %s, high %s", (includesLow, includesHigh, expected) => {
    expect(
      [-0.1, 0, 0.2, 0.5, 0.6].map((value) => isWithin(value, interval(includesLow, includesHigh))),
    ).toEqual(expected);
  });

  test("finds a single value, infinite ones too, and never NaN", () => {
    const at = (value: number) => ({ low: value, high: value, includesLow: true, includesHigh: true });
    expect(isWithin(0, at(0))).toBe(true);
    expect([Infinity, 3, NaN].map((value) => isWithin(value, at(Infinity)))).toEqual([true, false, false]);
    expect(isWithin(NaN, { low: -Infinity, high: Infinity, includesLow: true, includesHigh: true })).toBe(
      false,
    );
  });
});

test("countWithin counts the values of an interval", () => {
  expect(countWithin(Float64Array.of(0, 0.2, 0.5, NaN, 7), interval(true, false))).toBe(2);
  expect(countWithin([], interval(true, true))).toBe(0);
});
