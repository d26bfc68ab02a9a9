import { describe, expect, test } from "vitest";
import { figure, hysteresisRule } from "./rule";

const BOUNDS = { threshold: 0.2, switchBack: 0.1 };

describe("hysteresisRule", () => {
  test.each([
    ["a", 0.21, "b", "JS 0.21 > 0.2"],
    ["a", 0.2, "a", "JS 0.2 = 0.2"],
    ["a", 0.05, "a", "JS 0.05 < 0.2"],
    ["a", Infinity, "b", "JS ∞ > 0.2"],
    ["b", 0.09, "a", "JS 0.09 < 0.1"],
    ["b", 0.1, "b", "JS 0.1 = 0.1"],
    ["b", 0.15, "b", "JS 0.15 > 0.1"],
    ["b", 0, "a", "JS 0 < 0.1"],
  ] as const)("with %s active and a signal of %d, %s writes: %s", (active, signal, writes, reason) => {
    expect(hysteresisRule(active, signal, BOUNDS, "JS")).toEqual({ active: writes, reason });
  });

  test("never hands back below a bound of 0, since no divergence is", () => {
    expect(hysteresisRule("b", 0, { threshold: 0, switchBack: 0 }, "JS").active).toBe("b");
  });
});

describe("figure", () => {
  test.each([
    [0.123456, "0.123"],
    [0.2, "0.2"],
    [12.3456, "12.3"],
    [1234.5, "1230"],
    [0, "0"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
  ])("%d has at most three significant digits: %s", (value, text) => {
    expect(figure(value)).toBe(text);
  });
});
