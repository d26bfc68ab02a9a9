import { expect, test } from "vitest";
import { formatTiny } from "./scientific";

test.each([
  [0, "0"],
  [0.31, "0.310"],
  [0.001, "0.001"],
  [1.84e-6, "1.8 × 10⁻⁶"],
  [3e-12, "3.0 × 10⁻¹²"],
  [-2.5e-5, "−2.5 × 10⁻⁵"],
  [Infinity, "∞"],
  [NaN, "–"],
])("%s is written as %s", (value, text) => {
  expect(formatTiny(value)).toBe(text);
});
