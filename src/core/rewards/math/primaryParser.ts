import { numberAnswer, type Answer } from "./answer";
import { Cursor, Unreadable } from "./cursor";
import { integer, negated, type Expression } from "./expression";
import { BeyondLimits, LIMITS } from "./limits";
import { add, decimal, multiply, rational } from "./rational";

/** Letters that are functions where brackets follow: f(x), but x(y + 1) is a product. */
const FUNCTION_LETTERS = "fghFGHPQTW";
const MATRICES = ["matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "array"];
/** ± in a formula: stands for 1 and for −1. */
export const PLUS_MINUS = { kind: "symbol", name: "±" } as const;

/** Reads what stands without operators: numbers, names, brackets, functions, fractions, matrices. */
export abstract class PrimaryParser extends Cursor {
  /** Bars that are open, so that the next one closes. */
  protected bars = 0;
  /** Integrals that are open, so that dx ends them. */
  protected integrals = 0;
  /** Names that count: i is one in Σ_{i=1}. */
  protected readonly indices: string[] = [];

  protected abstract list(): Answer;
  protected abstract sum(): Answer;
  protected abstract term(): Answer;
  /** Products without a sign, as in sin 2x. */
  protected abstract argument(): Expression;
  /** What a command stands for, behind its name. */
  protected abstract command(name: string): Answer;

  protected expression(answer: Answer): Expression {
    if (answer.shape !== "number") throw new Unreadable(`A ${answer.shape} stands in a formula.`);
    return answer.expression;
  }

  /** Whether something that can be multiplied begins here. */
  protected startsPrimary(): boolean {
    const text = this.peek();
    switch (this.peekKind()) {
      case "name":
        return !(this.integrals > 0 && text === "d" && this.peekKind(1) === "name");
      case "number":
      case "text":
      case "begin":
        return true;
      case "sign":
        return ["(", "[", "{", "\\{"].includes(text) || (/^\\?\|$/.test(text) && this.bars === 0);
      case "command":
        return !NO_PRIMARY.has(text);
      default:
        return false;
    }
  }

  protected primary(): Answer {
    return this.deeper(() => {
      const token = this.next();
      switch (token.kind) {
        case "number":
          return this.number(token.text);
        case "name":
          return this.name(token.text);
        case "text":
          return this.name(token.text);
        case "begin":
          return this.matrix(token.text);
        case "sign":
          return this.bracket(token.text);
        case "command":
          return this.command(token.text);
        case "end":
          throw new Unreadable("An environment ends that did not begin.");
      }
    });
  }

  private number(text: string): Answer {
    if (this.isCommand("overline", "bar") && text.includes(".")) {
      this.next();
      return this.repeating(text);
    }
    if (this.isSign("_")) {
      this.next();
      const base = this.braced().replace(/\D/g, "");
      return { shape: "numeral", digits: text.replace(/^0+(?=\d)/, ""), base: Number(base) };
    }
    return numberAnswer({ kind: "number", value: decimal(text), decimal: /[.eE]/.test(text) });
  }

  /** 0.1\overline{6} */
  private repeating(head: string): Answer {
    const digits = this.braced();
    if (!/^\d{1,100}$/.test(digits)) throw new Unreadable("No digits under the bar.");
    const places = head.length - head.indexOf(".") - 1;
    const period = rational(BigInt(digits), 10n ** BigInt(digits.length) - 1n);
    const value = add(decimal(head), multiply(period, rational(1n, 10n ** BigInt(places))));
    return numberAnswer({ kind: "number", value, decimal: false });
  }

  protected name(text: string): Answer {
    let name = text;
    if (this.takes("_")) name += `_${this.braced()}`;
    while (this.takes("'")) name += "'";
    if ((name === "e" || name === "i") && !this.indices.includes(name))
      return numberAnswer({ kind: "constant", name });
    if (FUNCTION_LETTERS.includes(text) && this.isSign("(")) {
      this.next();
      return numberAnswer({ kind: "call", name, args: this.arguments() });
    }
    return numberAnswer({ kind: "symbol", name });
  }

  /** What stands in braces, or the next token, as it is written, without spaces. */
  protected braced(): string {
    if (!this.takes("{")) return this.next().text;
    let text = "";
    for (let depth = 1; ;) {
      const token = this.next();
      if (token.kind === "sign" && token.text === "{") depth++;
      if (token.kind === "sign" && token.text === "}" && --depth === 0) return text;
      text += token.text;
    }
  }

  /** What a command is about: in braces, or one token; of digits only the first, as TeX has it, if so wished. */
  protected operand(firstDigit = false): Answer {
    if (this.takes("{")) {
      const inside = this.list();
      this.needs("}");
      return inside;
    }
    if (firstDigit && this.peekKind() === "number" && this.peek().length > 1) {
      const { text } = this.next();
      this.giveBack({ kind: "number", text: text.slice(1) });
      return numberAnswer(integer(Number(text[0])));
    }
    return this.primary();
  }

  private bracket(open: string): Answer {
    if (open === "{") {
      const inside = this.list();
      this.needs("}");
      return inside;
    }
    if (open === "\\{") {
      if (this.takes("\\}")) return { shape: "set", items: [] };
      const inside = this.list();
      this.needs("\\}");
      return { shape: "set", items: inside.shape === "list" ? inside.items : [inside] };
    }
    if (open === "|" || open === "\\|") {
      this.bars++;
      const inside = this.expression(this.sum());
      if (!this.takes(open)) throw new Unreadable("A bar is not closed.");
      this.bars--;
      return numberAnswer({ kind: "call", name: "abs", args: [inside] });
    }
    if (open !== "(" && open !== "[") throw new Unreadable(`${open} stands where a value should.`);
    const bars = this.bars;
    this.bars = 0;
    const inside = this.list();
    this.bars = bars;
    const close = this.next().text;
    if (close !== ")" && close !== "]") throw new Unreadable("A bracket is not closed.");
    if (inside.shape === "list") return { shape: "group", open, close, items: inside.items };
    if ((open === "(") !== (close === ")")) throw new Unreadable("An interval has two ends.");
    return inside;
  }

  /** Behind the opening bracket. */
  protected arguments(): Expression[] {
    const inside = this.list();
    this.needs(")");
    return (inside.shape === "list" ? inside.items : [inside]).map((item) => this.expression(item));
  }

  private matrix(environment: string): Answer {
    if (!MATRICES.includes(environment)) throw new Unreadable(`${environment} is no matrix.`);
    if (environment === "array" && this.isSign("{")) this.braced();
    const rows: Expression[][] = [[]];
    let cells = 0;
    while (this.peekKind() !== "end") {
      if (this.takes("\\\\")) rows.push([]);
      else if (!this.takes("&")) rows.at(-1)!.push(this.expression(this.sum()));
      if (++cells > 4 * LIMITS.items) throw new BeyondLimits("parts");
    }
    this.next();
    if (rows.at(-1)!.length === 0) rows.pop();
    if (rows.length === 0 || rows.some((row) => row.length !== rows[0]!.length || row.length === 0)) {
      throw new Unreadable("The rows of a matrix have unequal lengths.");
    }
    return { shape: "matrix", rows };
  }
}

/** Commands between values. */
export const NO_PRIMARY: ReadonlySet<string> = new Set([
  ...[
    "cdot",
    "times",
    "div",
    "ast",
    "pm",
    "mp",
    "cup",
    "cap",
    "setminus",
    "backslash",
    "in",
    "notin",
    "to",
    "mid",
    "rvert",
    "rfloor",
  ],
  ...[
    "le",
    "leq",
    "leqslant",
    "ge",
    "geq",
    "geqslant",
    "lt",
    "gt",
    "ne",
    "neq",
    "approx",
    "simeq",
    "equiv",
    "sim",
  ],
  ...[
    "rceil",
    "Rightarrow",
    "implies",
    "rightarrow",
    "iff",
    "Leftrightarrow",
    "ldots",
    "dots",
    "cdots",
    "hline",
  ],
  ...["subset", "subseteq", "forall", "exists", "choose", "colon"],
]);

/** −± is ∓. */
export const MINUS_PLUS: Expression = negated(PLUS_MINUS);
