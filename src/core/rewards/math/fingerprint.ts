import { exact } from "./exact";
import { isFunction, some, type Expression } from "./expression";

/**
 * Exact identity of formulas without expanding them: both are computed at chosen points of the field of integers modulo
 * a large prime (Schwartz 1980, Zippel 1979). Names are the coordinates; π, e, and what is no sum, product or whole
 * power (a root, sin u) are further coordinates that depend only on the value of what is inside. Equal everywhere:
 * identical, but for a chance of about degree / 2⁶¹. Otherwise not identical, as far as the coordinates are independent.
 */
const PRIME = 2n ** 61n - 1n;

/** Points are the same in every run. */
const POINTS = [1, 2, 3] as const;

/** Values at the points; undefined where one is no number there. */
export type Fingerprint = readonly bigint[] | undefined;

export function fingerprint(expression: Expression): Fingerprint {
  const values = POINTS.map((point) => at(expression, point));
  return values.includes(undefined) ? undefined : (values as bigint[]);
}

/** Whether both are the same function; undefined where that cannot be said. */
export function identical(a: Expression, b: Expression): boolean | undefined {
  const [left, right] = [fingerprint(a), fingerprint(b)];
  if (!left || !right) return undefined;
  if (left.every((value, point) => value === right[point])) return true;
  return isRationalFunction(a) && isRationalFunction(b) ? false : undefined;
}

/** Whether one is the other times a number that is not 0; "no" may also mean that it cannot be seen. */
export function proportional(a: Expression, b: Expression): boolean {
  const [left, right] = [fingerprint(a), fingerprint(b)];
  if (!left || !right || left.includes(0n) || right.includes(0n)) return false;
  const ratios = left.map((value, point) => modulo(value * reciprocal(right[point]!)!));
  return ratios.every((ratio) => ratio === ratios[0]);
}

/** Whether it is made of numbers and names by sums, products and whole powers alone. */
function isRationalFunction(expression: Expression): boolean {
  return !some(expression, (part) => {
    if (part.kind === "constant") return part.name === "i" || part.name === "infinity";
    if (part.kind === "call") return isFunction(part.name) && exact(part) === undefined;
    if (part.kind === "range") return exact(part) === undefined;
    return part.kind === "power" && exact(part.exponent)?.d !== 1n;
  });
}

function at(expression: Expression, point: number): bigint | undefined {
  switch (expression.kind) {
    case "number":
      return ratio(expression.value.n, expression.value.d);
    case "constant":
    case "symbol":
      return coordinate(`${expression.kind} ${expression.name}`, point);
    case "sum":
      return combined(expression.terms, point, 0n, (sum, value) => sum + value);
    case "product":
      return combined(expression.factors, point, 1n, (product, value) => product * value);
    case "power":
      return powerAt(expression.base, expression.exponent, point);
    case "call": {
      const value = exact(expression);
      if (value) return ratio(value.n, value.d);
      const args = expression.args.map((argument) => at(argument, point));
      return args.includes(undefined)
        ? undefined
        : coordinate(`call ${expression.name} ${args.join(" ")}`, point);
    }
    case "range": {
      const value = exact(expression);
      if (value) return ratio(value.n, value.d);
      const parts = [expression.body, expression.from, expression.to].map((part) => at(part, point));
      if (parts.includes(undefined)) return undefined;
      return coordinate(`range ${expression.name} ${expression.index} ${parts.join(" ")}`, point);
    }
  }
}

function powerAt(base: Expression, exponent: Expression, point: number): bigint | undefined {
  const raised = exact(exponent);
  if (!raised) {
    const parts = [at(base, point), at(exponent, point)];
    return parts.includes(undefined) ? undefined : coordinate(`power ${parts.join(" ")}`, point);
  }
  const number = raised.d === 1n ? undefined : exact({ kind: "power", base, exponent });
  if (number) return ratio(number.n, number.d);
  const value = at(base, point);
  if (value === undefined) return undefined;
  // u^(p/q) is the p-th power of the principal q-th root of u.
  const root = raised.d === 1n ? value : coordinate(`root ${raised.d} ${value}`, point);
  const whole = toThe(root, raised.n < 0n ? -raised.n : raised.n);
  return raised.n < 0n ? reciprocal(whole) : whole;
}

function combined(
  parts: readonly Expression[],
  point: number,
  start: bigint,
  combine: (a: bigint, b: bigint) => bigint,
): bigint | undefined {
  let result = start;
  for (const part of parts) {
    const value = at(part, point);
    if (value === undefined) return undefined;
    result = modulo(combine(result, value));
  }
  return result;
}

function modulo(value: bigint): bigint {
  const rest = value % PRIME;
  return rest < 0n ? rest + PRIME : rest;
}

function toThe(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = modulo(result * square);
    square = modulo(square * square);
  }
  return result;
}

function reciprocal(value: bigint): bigint | undefined {
  return value === 0n ? undefined : toThe(value, PRIME - 2n);
}

function ratio(n: bigint, d: bigint): bigint | undefined {
  const below = reciprocal(modulo(d));
  return below === undefined ? undefined : modulo(modulo(n) * below);
}

/** A value that depends on nothing but the name and the point: two 32-bit hashes (FNV-1a, then mixed) side by side. */
function coordinate(name: string, point: number): bigint {
  const half = (seed: number): number => {
    let hash = (0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
    for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
  return modulo((BigInt(half(2 * point)) << 32n) | BigInt(half(2 * point + 1)));
}
