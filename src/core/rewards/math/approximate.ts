import { substitute, type Expression } from "./expression";
import { exact } from "./exact";
import { Budget } from "./limits";
import { toNumber } from "./rational";

/** Values of names. */
export type Point = ReadonlyMap<string, number>;

/** A value, and how far it may be off by rounding; NaN where there is no real value. */
export interface Approximation {
  value: number;
  error: number;
}

const EPSILON = Number.EPSILON;
const NONE: Approximation = { value: NaN, error: NaN };

/**
 * The value in double precision at a point; NaN where it is not real, has no value there, or cannot be computed here
 * (unknown functions, integrals, sums to infinity). The error is a first-order estimate, carried along.
 */
export function approximate(expression: Expression, point: Point, budget = new Budget()): Approximation {
  budget.spend();
  const of = (part: Expression): Approximation => approximate(part, point, budget);
  switch (expression.kind) {
    case "number":
      return near(toNumber(expression.value));
    case "constant":
      return near({ pi: Math.PI, e: Math.E, i: NaN, infinity: Infinity }[expression.name]);
    case "symbol":
      return { value: point.get(expression.name) ?? NaN, error: 0 };
    case "sum":
      return expression.terms.map(of).reduce(sum, { value: 0, error: 0 });
    case "product":
      return expression.factors.map(of).reduce(product, { value: 1, error: 0 });
    case "power": {
      const fractional = expression.exponent.kind === "number" && expression.exponent.value.d !== 1n;
      return power(of(expression.base), of(expression.exponent), fractional);
    }
    case "call": {
      const exactly = exact(expression);
      return exactly ? near(toNumber(exactly)) : called(expression.name, expression.args.map(of));
    }
    case "range":
      return range(expression, point, budget);
  }
}

/** A value good to the last bit. */
function near(value: number): Approximation {
  return { value, error: Math.abs(value) * EPSILON };
}

function sum(a: Approximation, b: Approximation): Approximation {
  const value = a.value + b.value;
  return { value, error: a.error + b.error + Math.abs(value) * EPSILON };
}

function product(a: Approximation, b: Approximation): Approximation {
  const value = a.value * b.value;
  const carried = Math.abs(a.value) * b.error + Math.abs(b.value) * a.error;
  return { value, error: carried + Math.abs(value) * EPSILON };
}

function power(base: Approximation, exponent: Approximation, fractional: boolean): Approximation {
  // The principal root of a negative number is complex.
  if (base.value < 0 && fractional) return NONE;
  const value = base.value ** exponent.value;
  const ofBase = base.value === 0 ? base.error : Math.abs((value * exponent.value) / base.value) * base.error;
  const ofExponent =
    exponent.error === 0 || base.value <= 0 ? 0 : Math.abs(value * Math.log(base.value)) * exponent.error;
  return { value, error: ofBase + ofExponent + Math.abs(value) * EPSILON };
}

function called(name: string, args: readonly Approximation[]): Approximation {
  if (name === "log" && args.length === 2) {
    const [base, number] = [called("ln", [args[0]!]), called("ln", [args[1]!])];
    return product(number, power(base, { value: -1, error: 0 }, false));
  }
  const of = ONE_PLACE[name];
  const [argument] = args;
  if (!of || !argument) return NONE;
  const value = of(argument.value);
  const spread = Math.abs(of(argument.value + argument.error) - of(argument.value - argument.error));
  return { value, error: spread + Math.abs(value) * 4 * EPSILON };
}

/** Functions of one argument. */
const ONE_PLACE: Readonly<Record<string, ((x: number) => number) | undefined>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  cot: (x) => 1 / Math.tan(x),
  sec: (x) => 1 / Math.cos(x),
  csc: (x) => 1 / Math.sin(x),
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  ln: Math.log,
  log: Math.log10,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
};

function range(
  { name, body, index, from, to }: Extract<Expression, { kind: "range" }>,
  point: Point,
  budget: Budget,
): Approximation {
  const [first, last] = [approximate(from, point, budget).value, approximate(to, point, budget).value];
  if (name === "integral" || !Number.isInteger(first) || !Number.isInteger(last)) return NONE;
  let result: Approximation = { value: name === "sum" ? 0 : 1, error: 0 };
  // A name that nothing else has, since the index may be a name outside of the sum too.
  const inner = `${index}#`;
  const term = substitute(body, index, { kind: "symbol", name: inner });
  for (let at = first; at <= last; at++) {
    const value = approximate(term, new Map([...point, [inner, at]]), budget);
    result = name === "sum" ? sum(result, value) : product(result, value);
  }
  return result;
}
