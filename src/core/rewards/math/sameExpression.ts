import { sameByAlgebra } from "./algebra";
import { approximate, type Point } from "./approximate";
import { exact } from "./exact";
import { children, freeNames, some, type Expression } from "./expression";
import { identical } from "./fingerprint";
import { compare, fromNumber, multiply, rational, rounded, subtract, type Rational } from "./rational";

/** How near numbers must be. */
export interface Nearness {
  /** Where one number is written as a decimal, both are compared to so many places. */
  places: number;
  /** Largest relative difference that counts as none; 0: as `places` says. */
  tolerance: number;
}

/** How two formulas were found to be the same, or not. */
export type Means =
  | "exact" // as fractions
  | "rounded" // as decimals, to so many places
  | "tolerance" // as numbers that are near enough
  | "identity" // as functions of their names, exactly
  | "numbers" // their values differ
  | "algebra" // the algebra library
  | "undecided"; // nothing shows that they are the same

export interface Sameness {
  same: boolean;
  by: Means;
}

/**
 * Whether two formulas are the same. First exactly, as fractions and as functions; then their values refute; what is
 * left is a matter for the algebra library. Throws `BeyondLimits` before it computes what is too large.
 */
export async function sameExpression(a: Expression, b: Expression, near: Nearness): Promise<Sameness> {
  if (hasInfinity(a) || hasInfinity(b)) return { same: sameInfinity(a, b), by: "exact" };
  const [left, right] = [exact(a), exact(b)];
  const decimals = [a, b].some((side) => some(side, (part) => part.kind === "number" && part.decimal));
  if (left && right && compare(left, right) === 0) return { same: true, by: "exact" };
  const closeness = closeNumbers(left ?? numberOf(a), right ?? numberOf(b), near, decimals);
  if (closeness) return closeness;
  if (left && right) return { same: false, by: "exact" };
  const identity = identical(a, b);
  if (identity !== undefined) return { same: identity, by: "identity" };
  if (valuesDiffer(a, b)) return { same: false, by: "numbers" };
  const verdict = await sameByAlgebra(a, b);
  return { same: verdict === "yes", by: verdict === "unknown" ? "undecided" : "algebra" };
}

/** Whether ∞ is a part of it, other than as the end of a sum. */
function hasInfinity(expression: Expression): boolean {
  if (expression.kind === "constant") return expression.name === "infinity";
  return expression.kind === "range" ? hasInfinity(expression.body) : children(expression).some(hasInfinity);
}

/** ∞ and −∞ are the same as themselves; ∞ − ∞ and the like are nothing, and no number is large enough. */
function sameInfinity(a: Expression, b: Expression): boolean {
  if (!hasInfinity(a) || !hasInfinity(b)) return false;
  const [left, right] = [approximate(a, new Map()).value, approximate(b, new Map()).value];
  return left === right && Math.abs(left) === Infinity;
}

/** The value of a constant in double precision. */
function numberOf(expression: Expression): Rational | undefined {
  if (freeNames(expression).size > 0) return undefined;
  const { value } = approximate(expression, new Map());
  // A double of this size is good to the places that are compared.
  return Math.abs(value) < 1e300 ? fromNumber(value) : undefined;
}

/** Of two numbers, what nearness alone decides; undefined where that is a matter of exactness. */
function closeNumbers(
  a: Rational | undefined,
  b: Rational | undefined,
  { places, tolerance }: Nearness,
  decimals: boolean,
): Sameness | undefined {
  if (!a || !b) return undefined;
  if (tolerance > 0) {
    const apart = magnitude(subtract(a, b));
    if (compare(apart, multiply(fromNumber(tolerance), magnitude(a))) <= 0)
      return { same: true, by: "tolerance" };
  }
  return decimals ? { same: sameRounded(a, b, places), by: "rounded" } : undefined;
}

/** What vanishes in rounding is not 0: then so many significant digits count. */
function sameRounded(a: Rational, b: Rational, places: number): boolean {
  const [left, right] = [rounded(a, places), rounded(b, places)];
  if (left !== right) return false;
  if (left !== 0n) return true;
  if (a.n === 0n || b.n === 0n) return a.n === b.n;
  const scale = multiply(magnitude(a), rational(1n, 10n ** BigInt(places)));
  return compare(magnitude(subtract(a, b)), scale) <= 0;
}

function magnitude(a: Rational): Rational {
  return a.n < 0n ? { n: -a.n, d: a.d } : a;
}

/** Where names are tried: numbers without a pattern, of both signs, small and larger. */
const TRIALS = [0.731, 2.273, -1.387, 0.219, 5.641, -0.577];
/** Differences above so many estimated errors are no rounding. */
const CLEAR = 1000;

/** Whether both have real values somewhere that clearly differ. */
function valuesDiffer(a: Expression, b: Expression): boolean {
  const names = [...new Set([...freeNames(a), ...freeNames(b)])];
  return TRIALS.some((trial, at) => {
    const point: Point = new Map(names.map((name, place) => [name, trial + 0.317 * place * (at + 1)]));
    const [left, right] = [approximate(a, point), approximate(b, point)];
    if (!Number.isFinite(left.value) || !Number.isFinite(right.value)) return false;
    return Math.abs(left.value - right.value) > CLEAR * (left.error + right.error);
  });
}
