import type { ComputeEngine, MathJsonExpression } from "@cortex-js/compute-engine";
import { children, freeNames, isFunction, size, some, type Expression } from "./expression";
import { LIMITS } from "./limits";

type Library = typeof import("@cortex-js/compute-engine");

/** Loaded when first needed: a megabyte. */
let library: Promise<Library> | undefined;

export function loadAlgebra(): Promise<Library> {
  library ??= import("@cortex-js/compute-engine");
  return library;
}

/** An engine, and the comparisons it has made. Making one takes longer than most comparisons. */
let used: { engine: ComputeEngine; comparisons: number } | undefined;
/** Comparisons after which an engine and what it remembers are let go. */
const MOST_COMPARISONS = 500;
/** Makes names that no comparison before has used. */
let serial = 0;

/**
 * Whether an algebra library sees that both are the same for all values of their names: "yes", "no" where it sees that
 * they are not, "unknown" where it cannot tell. Every comparison has a scope and names of its own, since what an engine
 * infers of a name it would believe of the same name in the next comparison.
 */
export async function sameByAlgebra(a: Expression, b: Expression): Promise<Verdict> {
  if (size(a) + size(b) > LIMITS.algebra || [a, b].some((side) => some(side, isOpaque))) return "unknown";
  const { ComputeEngine } = await loadAlgebra();
  if (!used || used.comparisons >= MOST_COMPARISONS) used = { engine: new ComputeEngine(), comparisons: 0 };
  used.comparisons++;
  const { engine } = used;
  const names = new Map<string, string>();
  for (const name of [...freeNames(a), ...freeNames(b), ...boundNames(a), ...boundNames(b)]) {
    if (!names.has(name)) names.set(name, `unknown${serial++}`);
  }
  try {
    engine.pushScope();
    const verdict = verdictOf(engine, mathJson(a, names), mathJson(b, names));
    engine.popScope();
    return verdict;
  } catch {
    // The library's own failure says nothing of the formulas; its scopes may be in any state.
    used = undefined;
    return "unknown";
  }
}

type Verdict = "yes" | "no" | "unknown";

/** Cheapest question first. */
function verdictOf(engine: ComputeEngine, a: MathJsonExpression, b: MathJsonExpression): Verdict {
  const [left, right] = [engine.expr(a), engine.expr(b)];
  if (!left.isValid || !right.isValid) return "unknown";
  const same = left.isSame(right) || (left.isEqual(right) ?? left.isIdenticallyEqual(right));
  if (same === true || engine.expr(["Subtract", a, b]).simplify().isSame(0)) {
    // What divides by zero is the same as nothing, not even as itself.
    return [left, right].some((side) => NOWHERE.test(JSON.stringify(side.evaluate().json)))
      ? "unknown"
      : "yes";
  }
  return same === false ? "no" : "unknown";
}

const NOWHERE = /"(?:ComplexInfinity|NaN|Undefined|(?:Positive|Negative)Infinity)"/;

/** What the library has no word for. */
function isOpaque(part: Expression): boolean {
  return part.kind === "call" && !isFunction(part.name);
}

function boundNames(expression: Expression): string[] {
  const own = expression.kind === "range" ? [expression.index] : [];
  return [...own, ...children(expression).flatMap(boundNames)];
}

const CONSTANTS = { pi: "Pi", e: "ExponentialE", i: "ImaginaryUnit", infinity: "PositiveInfinity" } as const;

const FUNCTION_NAMES: Readonly<Record<string, string>> = {
  ...{ sin: "Sin", cos: "Cos", tan: "Tan", cot: "Cot", sec: "Sec", csc: "Csc", ln: "Ln" },
  ...{ arcsin: "Arcsin", arccos: "Arccos", arctan: "Arctan", sinh: "Sinh", cosh: "Cosh", tanh: "Tanh" },
  ...{ abs: "Abs", floor: "Floor", ceil: "Ceil", factorial: "Factorial", binomial: "Binomial" },
  ...{ gcd: "GCD", lcm: "LCM", max: "Max", min: "Min", mod: "Mod" },
};

/** In the library's own form, names numbered, so that none has a meaning there. */
function mathJson(expression: Expression, names: ReadonlyMap<string, string>): MathJsonExpression {
  const inner = (part: Expression): MathJsonExpression => mathJson(part, names);
  const numbered = (name: string): string => names.get(name)!;
  switch (expression.kind) {
    case "number": {
      const { n, d } = expression.value;
      const [above, below] = [{ num: n.toString() }, { num: d.toString() }];
      return d === 1n ? above : ["Rational", above, below];
    }
    case "constant":
      return CONSTANTS[expression.name];
    case "symbol":
      return numbered(expression.name);
    case "sum":
      return ["Add", ...expression.terms.map(inner)];
    case "product":
      return ["Multiply", ...expression.factors.map(inner)];
    case "power":
      return ["Power", inner(expression.base), inner(expression.exponent)];
    case "call": {
      const args = expression.args.map(inner);
      if (expression.name === "log") return ["Log", args.at(-1)!, args.length > 1 ? args[0]! : 10];
      return [FUNCTION_NAMES[expression.name]!, ...args];
    }
    case "range": {
      const limits: MathJsonExpression = [
        "Limits",
        numbered(expression.index),
        inner(expression.from),
        inner(expression.to),
      ];
      const operator = { sum: "Sum", product: "Product", integral: "Integrate" }[expression.name];
      return [operator, ["Function", inner(expression.body), numbered(expression.index)], limits];
    }
  }
}
