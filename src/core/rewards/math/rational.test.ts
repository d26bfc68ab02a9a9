import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BeyondLimits } from "./limits";
import {
  add,
  compare,
  decimal,
  fromNumber,
  inverse,
  multiply,
  power,
  rational,
  rounded,
  subtract,
  toNumber,
  type Rational,
} from "./rational";

const integers = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const fractions = fc.tuple(
  integers,
  integers.filter((d) => d !== 0n),
);

describe("rational arithmetic", () => {
  test("keeps lowest terms and a positive denominator", () => {
    expect(rational(6n, -4n)).toEqual({ n: -3n, d: 2n });
    expect(rational(0n, -7n)).toEqual({ n: 0n, d: 1n });
  });

  test("agrees with integers over a common denominator", () => {
    const same = (value: Rational, n: bigint, d: bigint): void => expect(value.n * d).toBe(n * value.d);
    fc.assert(
      fc.property(fractions, fractions, ([a, b], [c, d]) => {
        const [x, y] = [rational(a, b), rational(c, d)];
        same(add(x, y), a * d + c * b, b * d);
        same(subtract(x, y), a * d - c * b, b * d);
        same(multiply(x, y), a * c, b * d);
        const sign = (a * d - c * b) * (b * d);
        expect(compare(x, y)).toBe(sign < 0n ? -1 : sign > 0n ? 1 : 0);
      }),
    );
  });

  test("powers are repeated products, and roots undo them", () => {
    fc.assert(
      fc.property(fc.bigInt(-99n, 99n), fc.bigInt(1n, 99n), fc.bigInt(1n, 9n), (n, d, exponent) => {
        const value = rational(n, d);
        let product = rational(1n);
        for (let i = 0n; i < exponent; i++) product = multiply(product, value);
        expect(power(value, rational(exponent))).toEqual(product);
        if (n !== 0n) expect(power(value, rational(-exponent))).toEqual(inverse(product));
        if (n >= 0n) expect(power(product, rational(1n, exponent))).toEqual(value);
      }),
    );
  });

  test("a root that does not come out even, and one of a negative number, is none", () => {
    expect(power(rational(2n), rational(1n, 2n))).toBeUndefined();
    expect(power(rational(-8n), rational(1n, 3n))).toBeUndefined();
    expect(power(rational(8n, 27n), rational(2n, 3n))).toEqual({ n: 4n, d: 9n });
  });

  test("0 has no inverse, and 0⁰ is 1", () => {
    expect(inverse(rational(0n))).toBeUndefined();
    expect(power(rational(0n), rational(-1n))).toBeUndefined();
    expect(power(rational(0n), rational(0n))).toEqual({ n: 1n, d: 1n });
  });

  test("refuses numbers of too many digits before computing them", () => {
    expect(() => power(rational(9n), rational(9n ** 20n))).toThrow(BeyondLimits);
    expect(() => decimal("1e999999999")).toThrow(BeyondLimits);
  });

  test("decimals are exact", () => {
    expect(decimal("12.50")).toEqual({ n: 25n, d: 2n });
    expect(decimal(".5")).toEqual({ n: 1n, d: 2n });
    expect(decimal("3.")).toEqual({ n: 3n, d: 1n });
    expect(decimal("1.5e3")).toEqual({ n: 1500n, d: 1n });
    expect(decimal("2E-2")).toEqual({ n: 1n, d: 50n });
  });

  test("rounding goes to the nearest, halves to the even one", () => {
    expect(rounded(rational(2n, 3n), 2)).toBe(67n);
    expect(rounded(rational(-2n, 3n), 2)).toBe(-67n);
    expect([1n, 3n, 5n, -1n, -3n].map((halves) => rounded(rational(halves, 2n), 0))).toEqual([
      0n,
      2n,
      2n,
      0n,
      -2n,
    ]);
  });

  test("doubles go there and back", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
        expect(toNumber(fromNumber(value))).toBe(value === 0 ? 0 : value);
      }),
    );
    expect(toNumber(rational(10n ** 400n, 10n ** 399n + 1n))).toBeCloseTo(10);
    expect(toNumber(rational(10n ** 400n))).toBe(Infinity);
  });
});
