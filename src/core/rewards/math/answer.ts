import type { Expression } from "./expression";

export type Operator = "=" | "≠" | "<" | "≤" | ">" | "≥" | "≈" | "∈";

/** What an answer is: its shape decides what it can equal. */
export type Answer =
  /** `percent`: written with a percent sign; its value is in hundredths. */
  | { readonly shape: "number"; readonly expression: Expression; readonly percent: boolean }
  /** Digits in a base, as `204_5`. */
  | { readonly shape: "numeral"; readonly digits: string; readonly base: number }
  /** `(1, 2)`: a tuple or an open interval; with a square bracket an interval. */
  | {
      readonly shape: "group";
      readonly open: "(" | "[";
      readonly close: ")" | "]";
      readonly items: readonly Answer[];
    }
  /** In braces: without order. */
  | { readonly shape: "set"; readonly items: readonly Answer[] }
  /** Commas, "and", "or", ± without brackets. */
  | { readonly shape: "list"; readonly items: readonly Answer[] }
  /** The items together, less what is in `without`. */
  | { readonly shape: "union"; readonly items: readonly Answer[]; readonly without: readonly Answer[] }
  /** One more side than operators. */
  | { readonly shape: "relation"; readonly sides: readonly Answer[]; readonly operators: readonly Operator[] }
  | { readonly shape: "matrix"; readonly rows: readonly (readonly Expression[])[] }
  | { readonly shape: "text"; readonly text: string };

export type Shape = Answer["shape"];

export function numberAnswer(expression: Expression, percent = false): Answer {
  return { shape: "number", expression, percent };
}

/**
 * Whether it only names a thing: `x`, `f(x)`, `|AB|`, `(p, q)`, `S_1 : S_2`. An equation with such a side says what the
 * thing is, so that its other side alone is the answer too; `2x + 1 = 5` does not.
 */
export function isName(answer: Answer): boolean {
  if (answer.shape === "group" || answer.shape === "list") return answer.items.every(isName);
  if (answer.shape === "text") return true;
  return answer.shape === "number" && !answer.percent && namesOnly(answer.expression);
}

function namesOnly(expression: Expression): boolean {
  switch (expression.kind) {
    case "symbol":
      return true;
    case "product":
      return expression.factors.every(namesOnly);
    case "power":
      return (
        namesOnly(expression.base) &&
        expression.exponent.kind === "number" &&
        expression.exponent.value.n === -1n &&
        expression.exponent.value.d === 1n
      );
    case "call":
      return expression.name.length === 1 || (expression.name === "abs" && expression.args.every(namesOnly));
    default:
      return false;
  }
}
