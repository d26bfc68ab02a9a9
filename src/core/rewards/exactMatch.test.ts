import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactMatch } from "./exactMatch";

describe("exactMatch", () => {
  it.each([
    ["42", "42"],
    [" 42 ", "42"],
    ["042", "42"],
    ["+42", "42"],
    ["42.0", "42"],
    ["42.", "42"],
    ["1,250", "1250"],
    [".5", "0.50"],
    ["-0", "0"],
    ["000", "0"],
    ["-7.10", "-7.1"],
    ["Paris", " Paris"],
    ["12345678901234567890", "12345678901234567890.0"],
  ])("rewards \\boxed{%s} for %j", (boxed, reference) => {
    expect(exactMatch(`So \\boxed{${boxed}}`, reference)).toBe(1);
  });

  it.each([
    ["43", "42"],
    ["-42", "42"],
    ["4 2", "42"],
    ["42 apples", "42"],
    ["1,25", "125"],
    ["12345678901234567891", "12345678901234567890"],
    ["", "0"],
    [".", "0"],
    ["paris", "Paris"],
    ["4e1", "40"],
  ])("does not reward \\boxed{%s} for %j", (boxed, reference) => {
    expect(exactMatch(`So \\boxed{${boxed}}`, reference)).toBe(0);
  });

  it("does not reward the right number without a box", () => {
    expect(exactMatch("The answer is 42", "42")).toBe(0);
  });

  it("lets the last box decide", () => {
    expect(exactMatch("\\boxed{42}, no, \\boxed{41}", "42")).toBe(0);
  });

  it("agrees with integer equality on all pairs of integers, however they are padded", () => {
    const integer = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    const near = fc.tuple(integer, fc.bigInt({ min: -1n, max: 1n }), fc.nat({ max: 3 }));
    fc.assert(
      fc.property(near, ([reference, offset, zeros]) => {
        const value = reference + offset;
        const digits = `${value < 0n ? "-" : ""}${"0".repeat(zeros)}${value < 0n ? -value : value}`;
        expect(exactMatch(`\\boxed{${digits}}`, String(reference))).toBe(offset === 0n ? 1 : 0);
      }),
    );
  });
});
