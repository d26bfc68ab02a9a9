import { numberAnswer, type Answer } from "./answer";
import { Unreadable } from "./cursor";
import { integer, isFunction, reciprocal, type Expression } from "./expression";
import { NO_PRIMARY, PrimaryParser } from "./primaryParser";
import { rational } from "./rational";

/** The command's name where it is another one than the function's. */
const FUNCTION_OF: Readonly<Record<string, string>> = {
  lg: "log",
  Pr: "P",
  asin: "arcsin",
  acos: "arccos",
  atan: "arctan",
};
const INVERSE: Readonly<Record<string, string>> = { sin: "arcsin", cos: "arccos", tan: "arctan" };
/** Marks over a name are part of the name. */
const MARKS = [
  "overline",
  "bar",
  "vec",
  "hat",
  "tilde",
  "widehat",
  "overrightarrow",
  "mathbb",
  "mathcal",
  "mathfrak",
];

/** Reads commands: fractions, roots, functions, sums, integrals. */
export abstract class CommandParser extends PrimaryParser {
  protected isFunctionName(name: string): boolean {
    return isFunction(FUNCTION_OF[name] ?? name);
  }

  protected command(name: string): Answer {
    switch (name) {
      case "frac": {
        const [above, below] = [this.expression(this.operand(true)), this.expression(this.operand(true))];
        return numberAnswer({ kind: "product", factors: [above, reciprocal(below)] });
      }
      case "sqrt":
        return this.root();
      case "binom":
        return numberAnswer({
          kind: "call",
          name: "binomial",
          args: [this.expression(this.operand(true)), this.expression(this.operand(true))],
        });
      case "pi":
        return numberAnswer({ kind: "constant", name: "pi" });
      case "infty":
        return numberAnswer({ kind: "constant", name: "infinity" });
      case "emptyset":
      case "varnothing":
        return { shape: "set", items: [] };
      case "boxed":
      case "fbox":
        return this.operand();
      case "lvert":
      case "lfloor":
      case "lceil":
        return this.fenced(name);
      case "sum":
      case "prod":
      case "int":
        return this.range(name);
    }
    if (MARKS.includes(name)) return this.name(`${name} ${this.braced()}`);
    const known = FUNCTION_OF[name] ?? name;
    if (isFunction(known)) return this.call(known);
    if (NO_PRIMARY.has(name)) throw new Unreadable(`\\${name} stands where a value should.`);
    return this.name(name);
  }

  private root(): Answer {
    let degree: Expression = integer(2);
    if (this.takes("[")) {
      degree = this.expression(this.sum());
      this.needs("]");
    }
    return numberAnswer({
      kind: "power",
      base: this.expression(this.operand()),
      exponent: inverseOf(degree),
    });
  }

  private fenced(open: string): Answer {
    const [close, name] = FENCES[open]!;
    const inside = this.expression(this.sum());
    if (!this.isCommand(close)) throw new Unreadable(`There is no \\${close}.`);
    this.next();
    return numberAnswer({ kind: "call", name, args: [inside] });
  }

  private call(name: string): Answer {
    let called = name;
    let exponent: Expression | undefined;
    const before: Expression[] = [];
    for (;;) {
      if (name === "log" && this.takes("_")) before.push(this.expression(this.operand()));
      else if (this.takes("^")) exponent = this.expression(this.operand());
      else break;
    }
    if (INVERSE[name] && exponent?.kind === "number" && exponent.value.n === -1n) {
      called = INVERSE[name];
      exponent = undefined;
    }
    const args = this.takes("(") ? this.arguments() : [this.argument()];
    const result: Expression =
      called === "exp"
        ? { kind: "power", base: { kind: "constant", name: "e" }, exponent: args[0]! }
        : { kind: "call", name: called, args: [...before, ...args] };
    return numberAnswer(exponent ? { kind: "power", base: result, exponent } : result);
  }

  private range(command: "sum" | "prod" | "int"): Answer {
    let [from, to]: [Expression | undefined, Expression | undefined] = [undefined, undefined];
    let index = "";
    for (;;) {
      if (this.takes("_")) {
        if (command !== "int") {
          this.needs("{");
          index = this.next().text;
          this.needs("=");
          from = this.expression(this.sum());
          this.needs("}");
        } else from = this.expression(this.operand(true));
      } else if (this.takes("^")) to = this.expression(this.operand());
      else break;
    }
    if (!from || !to) throw new Unreadable("A sum has a beginning and an end.");
    if (command !== "int") {
      this.indices.push(index);
      const body = this.expression(this.term());
      this.indices.pop();
      return numberAnswer({
        kind: "range",
        name: command === "sum" ? "sum" : "product",
        body,
        index,
        from,
        to,
      });
    }
    this.integrals++;
    const body = this.expression(this.sum());
    this.integrals--;
    if (this.next().text !== "d") throw new Unreadable("An integral ends in dx.");
    index = this.next().text;
    return numberAnswer({ kind: "range", name: "integral", body, index, from, to });
  }
}

const FENCES: Readonly<Record<string, readonly [close: string, name: string]>> = {
  lvert: ["rvert", "abs"],
  lfloor: ["rfloor", "floor"],
  lceil: ["rceil", "ceil"],
};

/** 1 / n, as a number where n is one. */
function inverseOf(degree: Expression): Expression {
  if (degree.kind === "number" && degree.value.n !== 0n) {
    return { kind: "number", value: rational(degree.value.d, degree.value.n), decimal: false };
  }
  return reciprocal(degree);
}
