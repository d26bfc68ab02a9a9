import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatFixed,
  formatMagnitude,
  formatMilliseconds,
  formatPoints,
  formatProbability,
  formatShare,
} from "./number";

/** Spaces that do not break, as plain ones. */
const plain = (text: string) => text.replace(/\u00a0/g, " ");

describe("formatProbability", () => {
  test.each([
    [0, "0 %"],
    [1e-300, "<0.01 %"],
    [0.00004999, "<0.01 %"],
    [0.00005, "0.01 %"],
    [0.0123, "1.23 %"],
    [0.09999, "10.0 %"],
    [0.5, "50.0 %"],
    [0.9944, "99.4 %"],
    [0.99449, "99.4 %"],
    [0.9945, "99.45 %"],
    [0.99494, "99.49 %"],
    [0.9950001, "99.50 %"],
    [0.99994, "99.99 %"],
    [0.99996, ">99.99 %"],
    [1, "100 %"],
    [NaN, "–"],
  ])("writes %d as %s", (probability, expected) => {
    expect(plain(formatProbability(probability))).toBe(expected);
  });

  test("never writes a probability between 0 and 1 as all or nothing", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }), (p) => {
        expect(plain(formatProbability(p))).not.toMatch(/^(0|0\.00|100|100\.00?) %$/);
      }),
    );
  });
});

describe("formatMagnitude", () => {
  test.each([
    [0, "0"],
    [-0, "0"],
    [0.0004, "<0.001"],
    [-0.0004, ">−0.001"],
    [0.0314, "0.031"],
    [0.9996, "1.00"],
    [3.14159, "3.14"],
    [9.996, "10.0"],
    [99.96, "100"],
    [12345, "12,345"],
    [-2.5, "−2.50"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
    [NaN, "–"],
  ])("writes %d as %s", (value, expected) => {
    expect(formatMagnitude(value)).toBe(expected);
  });

  test("gives a plus sign to positive values on request", () => {
    expect(formatMagnitude(2.5, true)).toBe("+2.50");
    expect(formatMagnitude(-2.5, true)).toBe("−2.50");
    expect(formatMagnitude(0, true)).toBe("0");
  });
});

describe("formatShare", () => {
  test.each([
    [0, 214, "0 %"],
    [4, 214, "1.9 %"],
    [210, 214, "98.1 %"],
    [214, 214, "100 %"],
    [1, 10_000, "<0.1 %"],
    [9_999, 10_000, ">99.9 %"],
    [0, 0, "–"],
  ])("writes %d of %d as %s", (count, total, expected) => {
    expect(plain(formatShare(count, total))).toBe(expected);
  });
});

test("formatPoints keeps the sign of a difference of probabilities", () => {
  expect([1, 0.1234, -0.0567, 0, 0.00001, -0.00001, NaN].map((value) => plain(formatPoints(value)))).toEqual([
    "+100 %",
    "+12.3 %",
    "−5.67 %",
    "0 %",
    "<+0.01 %",
    ">−0.01 %",
    "–",
  ]);
});

test("formatFixed writes a real minus sign and never a negative zero", () => {
  expect([formatFixed(-1.5, 1), formatFixed(-0, 1), formatFixed(1234.5, 1)]).toEqual([
    "−1.5",
    "0.0",
    "1,234.5",
  ]);
});

test("formatBytes counts in thousands", () => {
  expect([0, 999, 1000, 1_234_567, 999_950, 3_840_000_000].map((bytes) => plain(formatBytes(bytes)))).toEqual(
    ["0 B", "999 B", "1.0 kB", "1.2 MB", "1.0 MB", "3.8 GB"],
  );
});

test("formatMilliseconds picks the unit a person would", () => {
  expect([12.4, 999, 1000, 59_940, 59_960, 65_000].map((ms) => plain(formatMilliseconds(ms)))).toEqual([
    "12 ms",
    "999 ms",
    "1.0 s",
    "59.9 s",
    "1 min 0 s",
    "1 min 5 s",
  ]);
});
