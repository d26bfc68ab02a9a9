import { BeyondLimits, LIMITS } from "./limits";

/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

const LARGEST = 1n << BigInt(LIMITS.bits);

/** n / d; d is not 0. Throws `BeyondLimits` where the fraction has too many digits. */
export function rational(n: bigint, d = 1n): Rational {
  if (d < 0n) [n, d] = [-n, -d];
  if (d !== 1n) {
    const divisor = greatestCommonDivisor(n < 0n ? -n : n, d);
    [n, d] = [n / divisor, d / divisor];
  }
  if (n > LARGEST || n < -LARGEST || d > LARGEST) throw new BeyondLimits("size");
  return { n, d };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export const ZERO = rational(0n);
export const ONE = rational(1n);

/** Of a decimal without sign: digits, at most one point, an optional exponent of ten (`12.50`, `.5`, `3e8`). */
export function decimal(text: string): Rational {
  const [, whole = "", fraction = "", exponent = "0"] = /^(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const shift = Number(exponent) - fraction.length;
  if (Math.abs(shift) > LIMITS.bits / 4) throw new BeyondLimits("size");
  const digits = BigInt(whole + fraction || "0");
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function negate(a: Rational): Rational {
  return { n: -a.n, d: a.d };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d);
}

/** 1 / a; undefined for 0. */
export function inverse(a: Rational): Rational | undefined {
  return a.n === 0n ? undefined : rational(a.d, a.n);
}

/** −1, 0 or 1 as a is less than, equal to or greater than b. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const [left, right] = [a.n * b.d, b.n * a.d];
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * a to the power of b; undefined where that is no rational number (a root that does not come out even, of a negative
 * number too: its principal root is complex; 0 to a negative power). 0⁰ is 1. Throws `BeyondLimits` before computing a
 * number that has too many digits.
 */
export function power(a: Rational, b: Rational): Rational | undefined {
  if (b.d !== 1n) {
    if (a.n < 0n || b.d > 64n) return undefined;
    const root = { n: integerRoot(a.n, b.d), d: integerRoot(a.d, b.d) };
    return root.n === undefined || root.d === undefined
      ? undefined
      : power(rational(root.n, root.d), rational(b.n));
  }
  if (b.n < 0n) {
    const turned = inverse(a);
    return turned && power(turned, negate(b));
  }
  if (a.d === 1n && (a.n === 0n || a.n === 1n || a.n === -1n)) {
    return b.n === 0n ? ONE : a.n === -1n && b.n % 2n === 0n ? ONE : a;
  }
  if (bits(a) * Number(b.n) > LIMITS.bits) throw new BeyondLimits("size");
  return rational(a.n ** b.n, a.d ** b.n);
}

/** Bits of the longer of numerator and denominator, at least 1. */
function bits(a: Rational): number {
  const longer = (a.n < 0n ? -a.n : a.n) > a.d ? (a.n < 0n ? -a.n : a.n) : a.d;
  return Math.max(1, (longer.toString(16).length - 1) * 4);
}

/** The integer whose `degree`-th power is `value`; undefined where there is none. `value` is not negative. */
function integerRoot(value: bigint, degree: bigint): bigint | undefined {
  let [low, high] = [0n, 1n << (BigInt(value.toString(2).length) / degree + 1n)];
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle - 1n;
  }
  return low ** degree === value ? low : undefined;
}

/** a in units of 10^-places, to the nearest one; halves go to the even one. */
export function rounded(a: Rational, places: number): bigint {
  const scaled = a.n * 10n ** BigInt(places);
  const floor = scaled >= 0n ? scaled / a.d : -((-scaled + a.d - 1n) / a.d);
  const rest = 2n * (scaled - floor * a.d);
  if (rest === a.d) return floor % 2n === 0n ? floor : floor + 1n;
  return rest > a.d ? floor + 1n : floor;
}

/** The nearest double, or next to it; ±Infinity and 0 beyond its range. */
export function toNumber(a: Rational): number {
  const [n, d] = [Number(a.n), Number(a.d)];
  if (Number.isFinite(n) && Number.isFinite(d)) return n / d;
  const shift = a.n.toString(2).length - a.d.toString(2).length - 64;
  const mantissa = shift >= 0 ? a.n / (a.d << BigInt(shift)) : (a.n << BigInt(-shift)) / a.d;
  const half = Math.trunc(shift / 2);
  return Number(mantissa) * 2 ** half * 2 ** (shift - half);
}

/** The exact value of a finite double. */
export function fromNumber(value: number): Rational {
  let scale = 0;
  while (!Number.isInteger(value)) [value, scale] = [value * 2, scale + 1];
  return rational(BigInt(value), 1n << BigInt(scale));
}
