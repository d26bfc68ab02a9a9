import { numberAnswer, type Answer } from "./answer";
import { CommandParser } from "./commandParser";
import { Unreadable } from "./cursor";
import { integer, negated, reciprocal, type Expression } from "./expression";
import { matrixProduct, scaled } from "./matrices";
import { MINUS_PLUS, PLUS_MINUS } from "./primaryParser";
import { add, ONE } from "./rational";

/** Reads sums, products and powers. */
export abstract class FormulaParser extends CommandParser {
  protected sum(): Answer {
    return this.deeper(() => {
      const first = this.signed();
      if (!this.startsSum()) return first;
      const terms = [this.expression(first)];
      while (this.startsSum()) terms.push(this.expression(this.signed()));
      return numberAnswer({ kind: "sum", terms });
    });
  }

  private startsSum(): boolean {
    return this.isSign("+") || this.isSign("-") || this.isCommand("pm", "mp");
  }

  /** A term with the signs before it. */
  private signed(): Answer {
    let sign: Expression = integer(1);
    let plain = true;
    for (; this.startsSum(); plain = false) {
      const { text } = this.next();
      if (text === "-") sign = negated(sign);
      else if (text !== "+") sign = times(sign, text === "pm" ? PLUS_MINUS : MINUS_PLUS);
    }
    const term = this.term();
    if (plain || isOne(sign)) return term;
    if (term.shape === "matrix") return { shape: "matrix", rows: scaled(sign, term.rows) };
    const value = this.expression(term);
    return numberAnswer(sign.kind === "number" ? negated(value) : times(sign, value));
  }

  protected term(): Answer {
    let result = this.factor();
    for (;;) {
      if (this.takes("*") || this.takesCommand("cdot", "times", "ast")) {
        result = this.multiplied(result, this.unary());
      } else if (this.takes("/") || this.takesCommand("div")) {
        const divisor = reciprocal(this.expression(this.unary()));
        result = this.multiplied(result, numberAnswer(divisor));
      } else if (this.startsPrimary()) {
        result = this.sideBySide(result);
      } else {
        return result;
      }
    }
  }

  /** A factor that may have a sign of its own: 2 · −3, 3 / −4. */
  private unary(): Answer {
    if (this.takes("-")) return numberAnswer(negated(this.expression(this.unary())));
    if (this.takes("+")) return this.unary();
    return this.factor();
  }

  /** Products without a sign between. Two numbers side by side are none; 1½ is a mixed number. */
  private sideBySide(left: Answer): Answer {
    const fraction = this.peek() === "frac" && this.peekKind() === "command";
    if (this.peekKind() === "number") throw new Unreadable("Two numbers stand side by side.");
    const right = this.factor();
    if (fraction && left.shape === "number" && right.shape === "number") {
      const mixed = mixedNumber(left.expression, right.expression);
      if (mixed) return numberAnswer(mixed);
    }
    return this.multiplied(left, right);
  }

  private multiplied(left: Answer, right: Answer): Answer {
    if (left.shape === "number" && left.expression.kind === "symbol" && right.shape === "group") {
      // A name before several things in brackets is a function: C(n, k).
      if (right.open !== "(" || right.close !== ")") throw new Unreadable("An interval is no argument.");
      const args = right.items.map((item) => this.expression(item));
      return numberAnswer({ kind: "call", name: left.expression.name, args });
    }
    if (left.shape === "matrix" && right.shape === "matrix") {
      const rows = matrixProduct(left.rows, right.rows);
      if (!rows) throw new Unreadable("These matrices have no product.");
      return { shape: "matrix", rows };
    }
    if (right.shape === "matrix") return { shape: "matrix", rows: scaled(this.expression(left), right.rows) };
    if (left.shape === "matrix") return { shape: "matrix", rows: scaled(this.expression(right), left.rows) };
    return numberAnswer(times(this.expression(left), this.expression(right)));
  }

  protected factor(): Answer {
    let result = this.primary();
    for (;;) {
      if (this.takes("!")) {
        result = numberAnswer({ kind: "call", name: "factorial", args: [this.expression(result)] });
      } else if (this.takes("^")) {
        const base = this.expression(result);
        result = numberAnswer({ kind: "power", base, exponent: this.exponent() });
      } else if (this.takes("\\%")) {
        result = numberAnswer(times(this.expression(result), HUNDREDTH), true);
      } else {
        return result;
      }
    }
  }

  /** Towers of powers are read from the top. */
  private exponent(): Expression {
    return this.deeper(() => {
      if (this.takes("-")) return negated(this.exponent());
      if (this.takes("+")) return this.exponent();
      const base = this.expression(this.operand());
      return this.takes("^") ? { kind: "power", base, exponent: this.exponent() } : base;
    });
  }

  protected argument(): Expression {
    const negative = this.takes("-");
    let product = this.expression(this.factor());
    while (this.startsPrimary() && !(this.peekKind() === "command" && this.isFunctionName(this.peek()))) {
      product = times(product, this.expression(this.factor()));
    }
    return negative ? negated(product) : product;
  }

  private takesCommand(...names: readonly string[]): boolean {
    if (!this.isCommand(...names)) return false;
    this.next();
    return true;
  }
}

const HUNDREDTH: Expression = { kind: "number", value: { n: 1n, d: 100n }, decimal: false };

function isOne(expression: Expression): boolean {
  return expression.kind === "number" && expression.value.n === 1n && expression.value.d === 1n;
}

function times(a: Expression, b: Expression): Expression {
  if (isOne(a)) return b;
  const factors = [a, b].flatMap((factor) => (factor.kind === "product" ? factor.factors : [factor]));
  return { kind: "product", factors };
}

/** 1½: a whole number before a fraction of whole numbers below one. */
function mixedNumber(whole: Expression, fraction: Expression): Expression | undefined {
  if (whole.kind !== "number" || whole.decimal || whole.value.d !== ONE.d || fraction.kind !== "product") {
    return undefined;
  }
  const [above, below] = fraction.factors;
  if (above?.kind !== "number" || below?.kind !== "power" || below.base.kind !== "number") return undefined;
  const [n, d] = [above.value.n, below.base.value.n];
  if (above.value.d !== 1n || below.base.value.d !== 1n || n <= 0n || n >= d) return undefined;
  return { kind: "number", value: add(whole.value, { n, d }), decimal: false };
}
