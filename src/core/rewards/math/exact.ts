import { substitute, type Expression } from "./expression";
import { BeyondLimits, Budget, LIMITS } from "./limits";
import {
  add,
  compare,
  inverse,
  multiply,
  ONE,
  negate,
  power,
  rational,
  rounded,
  ZERO,
  type Rational,
} from "./rational";

/**
 * The value of an expression where it is a rational number and exact arithmetic shows it; undefined where there are
 * names, roots that do not come out even, and the like. Throws `BeyondLimits` before computing what is too large.
 */
export function exact(expression: Expression, budget = new Budget()): Rational | undefined {
  budget.spend();
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "constant":
    case "symbol":
      return undefined;
    case "sum":
      return fold(expression.terms, ZERO, add, budget);
    case "product":
      return fold(expression.factors, ONE, multiply, budget);
    case "power": {
      const exponent = exact(expression.exponent, budget);
      const base = exact(expression.base, budget);
      return base && exponent && power(base, exponent);
    }
    case "call":
      return exactCall(
        expression.name,
        expression.args.map((argument) => exact(argument, budget)),
      );
    case "range":
      return exactRange(expression, budget);
  }
}

/** All parts are looked at, known or not, so that none that is too large gets by. */
function fold(
  parts: readonly Expression[],
  start: Rational,
  combine: (a: Rational, b: Rational) => Rational,
  budget: Budget,
): Rational | undefined {
  let result: Rational | undefined = start;
  for (const part of parts) {
    const value = exact(part, budget);
    result = result && value && combine(result, value);
  }
  return result;
}

function exactCall(name: string, args: readonly (Rational | undefined)[]): Rational | undefined {
  const [a, b] = args;
  if (!a) return undefined;
  switch (name) {
    case "abs":
      return a.n < 0n ? negate(a) : a;
    case "floor":
      return rational(floor(a));
    case "ceil":
      return rational(-floor(negate(a)));
    case "factorial":
      return factorial(a);
  }
  if (!b || args.includes(undefined)) return undefined;
  const all = args as readonly Rational[];
  if (name === "max") return all.reduce((most, value) => (compare(value, most) > 0 ? value : most));
  if (name === "min") return all.reduce((least, value) => (compare(value, least) < 0 ? value : least));
  if (a.d !== 1n || b.d !== 1n) return undefined;
  switch (name) {
    case "binomial":
      return binomial(a.n, b.n);
    case "mod":
      return b.n > 0n ? rational(((a.n % b.n) + b.n) % b.n) : undefined;
    default:
      return undefined;
  }
}

function floor(a: Rational): bigint {
  const nearest = rounded(a, 0);
  return compare(rational(nearest), a) > 0 ? nearest - 1n : nearest;
}

function factorial(a: Rational): Rational | undefined {
  if (a.d !== 1n || a.n < 0n) return undefined;
  if (a.n > BigInt(LIMITS.factorial)) throw new BeyondLimits("size");
  let product = 1n;
  for (let factor = 2n; factor <= a.n; factor++) product *= factor;
  return rational(product);
}

function binomial(n: bigint, k: bigint): Rational | undefined {
  if (n < 0n || k < 0n) return undefined;
  const least = k > n ? -1n : k < n - k ? k : n - k;
  if (least < 0n) return ZERO;
  if (least > BigInt(LIMITS.factorial) || n > 10n ** 9n) throw new BeyondLimits("size");
  let result = 1n;
  for (let i = 1n; i <= least; i++) result = (result * (n - least + i)) / i;
  return rational(result);
}

function exactRange(
  { name, body, index, from, to }: Extract<Expression, { kind: "range" }>,
  budget: Budget,
): Rational | undefined {
  const [first, last] = [exact(from, budget), exact(to, budget)];
  if (name === "integral" || first?.d !== 1n || last?.d !== 1n) return undefined;
  if (last.n - first.n > BigInt(LIMITS.steps)) throw new BeyondLimits("steps");
  let result: Rational | undefined = name === "sum" ? ZERO : ONE;
  for (let at = first.n; result && at <= last.n; at++) {
    const number: Expression = { kind: "number", value: rational(at), decimal: false };
    const value = exact(substitute(body, index, number), budget);
    result = value && (name === "sum" ? add(result, value) : multiply(result, value));
  }
  return result;
}

/** a / b, where it is a number. */
export function quotient(a: Rational, b: Rational): Rational | undefined {
  const turned = inverse(b);
  return turned && multiply(a, turned);
}
