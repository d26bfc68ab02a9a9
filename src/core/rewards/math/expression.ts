import { negate, rational, type Rational } from "./rational";

/** A number, or a formula over numbers and names. Subtraction and division are sums and products with a power of −1. */
export type Expression =
  /** `decimal`: written with a decimal point or an exponent, so perhaps rounded. */
  | { readonly kind: "number"; readonly value: Rational; readonly decimal: boolean }
  | { readonly kind: "constant"; readonly name: "pi" | "e" | "i" | "infinity" }
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "sum"; readonly terms: readonly Expression[] }
  | { readonly kind: "product"; readonly factors: readonly Expression[] }
  | { readonly kind: "power"; readonly base: Expression; readonly exponent: Expression }
  /** A known function, or a name set before brackets: `f(x)`. */
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  /** Σ, Π or ∫ of `body` over `index`. */
  | {
      readonly kind: "range";
      readonly name: "sum" | "product" | "integral";
      readonly body: Expression;
      readonly index: string;
      readonly from: Expression;
      readonly to: Expression;
    };

/** Of one argument but where it says otherwise. */
export const FUNCTIONS = [
  ...["sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"],
  // "log" of two: the base, then the number; of one: base 10.
  ...["ln", "log", "exp", "abs", "floor", "ceil", "factorial"],
  // Of two and more.
  ...["binomial", "gcd", "lcm", "max", "min", "mod"],
] as const;

export type FunctionName = (typeof FUNCTIONS)[number];

const KNOWN: ReadonlySet<string> = new Set(FUNCTIONS);

/** Whether a call is of a function that can be computed. */
export function isFunction(name: string): name is FunctionName {
  return KNOWN.has(name);
}

export function integer(value: number | bigint): Expression {
  return { kind: "number", value: rational(BigInt(value)), decimal: false };
}

export function negated(expression: Expression): Expression {
  if (expression.kind === "number") return { ...expression, value: negate(expression.value) };
  return { kind: "product", factors: [integer(-1), expression] };
}

export function reciprocal(expression: Expression): Expression {
  return { kind: "power", base: expression, exponent: integer(-1) };
}

export function difference(a: Expression, b: Expression): Expression {
  return { kind: "sum", terms: [a, negated(b)] };
}

export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "number":
    case "constant":
    case "symbol":
      return [];
    case "sum":
      return expression.terms;
    case "product":
      return expression.factors;
    case "power":
      return [expression.base, expression.exponent];
    case "call":
      return expression.args;
    case "range":
      return [expression.body, expression.from, expression.to];
  }
}

/** Whether the expression or a part of it is so. */
export function some(expression: Expression, is: (part: Expression) => boolean): boolean {
  return is(expression) || children(expression).some((child) => some(child, is));
}

/** How many parts it has, itself included. */
export function size(expression: Expression): number {
  return children(expression).reduce((sum, child) => sum + size(child), 1);
}

/** Puts an expression in the place of a name. An index of the same name hides it. */
export function substitute(expression: Expression, name: string, by: Expression): Expression {
  const inside = (part: Expression): Expression => substitute(part, name, by);
  switch (expression.kind) {
    case "number":
    case "constant":
      return expression;
    case "symbol":
      return expression.name === name ? by : expression;
    case "sum":
      return { ...expression, terms: expression.terms.map(inside) };
    case "product":
      return { ...expression, factors: expression.factors.map(inside) };
    case "power":
      return { ...expression, base: inside(expression.base), exponent: inside(expression.exponent) };
    case "call":
      return { ...expression, args: expression.args.map(inside) };
    case "range":
      return {
        ...expression,
        body: expression.index === name ? expression.body : inside(expression.body),
        from: inside(expression.from),
        to: inside(expression.to),
      };
  }
}

/** Names that stand for something unknown, the indices of sums left out; functions without a meaning count too. */
export function freeNames(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: Expression, bound: readonly string[]): void => {
    if (part.kind === "symbol" && !bound.includes(part.name)) names.add(part.name);
    if (part.kind === "call" && !isFunction(part.name)) names.add(`${part.name}()`);
    const inner = part.kind === "range" ? [...bound, part.index] : bound;
    for (const child of children(part)) visit(child, inner);
  };
  visit(expression, []);
  return names;
}
