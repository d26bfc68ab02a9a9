import { numberAnswer, type Answer, type Operator } from "./answer";
import { Unreadable } from "./cursor";
import { integer, some, substitute, type Expression } from "./expression";
import { FormulaParser } from "./formulaParser";
import { BeyondLimits, LIMITS } from "./limits";
import { normalise } from "./normalise";
import { PLUS_MINUS } from "./primaryParser";
import { tokens } from "./tokens";

const OPERATORS: Readonly<Record<string, Operator | undefined>> = {
  ...{ "=": "=", "<": "<", ">": ">", equiv: "=", lt: "<", gt: ">", ne: "≠", neq: "≠" },
  ...{ le: "≤", leq: "≤", leqslant: "≤", ge: "≥", geq: "≥", geqslant: "≥" },
  ...{ approx: "≈", simeq: "≈", in: "∈" },
};

/** Reads lists, relations, unions: everything around formulas. */
class AnswerParser extends FormulaParser {
  /** The whole answer: of parts between semicolons, each that has commas is a tuple. */
  read(): Answer {
    const parts = [this.list()];
    while (this.takes(";")) {
      parts.push(this.list());
      if (parts.length > LIMITS.items) throw new BeyondLimits("parts");
    }
    if (!this.done) throw new Unreadable("Something is left over.");
    if (parts.length === 1) return parts[0]!;
    const items = parts.map((part): Answer =>
      part.shape === "list" ? { shape: "group", open: "(", close: ")", items: part.items } : part,
    );
    return { shape: "list", items };
  }

  protected list(): Answer {
    return this.deeper(() => {
      const items: Answer[] = [];
      do {
        const item = this.relation();
        items.push(...(item.shape === "list" ? item.items : [item]));
        if (items.length > LIMITS.items) throw new BeyondLimits("parts");
      } while (this.takes(","));
      return items.length === 1 ? items[0]! : { shape: "list", items };
    });
  }

  private relation(): Answer {
    const sides = [this.side()];
    const operators: Operator[] = [];
    for (;;) {
      const operator = ["sign", "command"].includes(this.peekKind()) ? OPERATORS[this.peek()] : undefined;
      if (!operator) break;
      this.next();
      operators.push(operator);
      sides.push(this.side());
      if (sides.length > LIMITS.items) throw new BeyondLimits("parts");
    }
    return operators.length === 0 ? sides[0]! : { shape: "relation", sides, operators };
  }

  private side(): Answer {
    const first = this.ratio();
    if (!this.isCommand("cup", "setminus", "backslash")) return expanded(first);
    const [items, without] = [[first], [] as Answer[]];
    while (this.isCommand("cup", "setminus", "backslash")) {
      if (this.next().text !== "cup") without.push(this.ratio());
      else if (without.length === 0) items.push(this.ratio());
      else throw new Unreadable("A union behind a difference needs brackets.");
    }
    return { shape: "union", items, without };
  }

  /** a : b, of less binding force than a sum. */
  private ratio(): Answer {
    let result = this.sum();
    while (this.takes(":")) {
      const [above, below] = [this.expression(result), this.expression(this.sum())];
      const factors: Expression[] = [above, { kind: "power", base: below, exponent: integer(-1) }];
      result = numberAnswer({ kind: "product", factors });
    }
    return result;
  }
}

/** ± makes two answers of one. */
function expanded(answer: Answer): Answer {
  if (answer.shape !== "number") return answer;
  const { expression, percent } = answer;
  if (!some(expression, (part) => part.kind === "symbol" && part.name === PLUS_MINUS.name)) return answer;
  const [plus, minus] = [1, -1].map((sign) =>
    numberAnswer(substitute(expression, PLUS_MINUS.name, integer(sign)), percent),
  );
  return { shape: "list", items: [plus!, minus!] };
}

/**
 * Reads an answer, LaTeX or plain. What is no mathematics is a text, of which case, spaces, braces and punctuation do
 * not count. Throws `BeyondLimits` where it is too long or too deep.
 */
export function parseAnswer(text: string): Answer {
  if (text.length > LIMITS.answer) throw new BeyondLimits("length");
  const normal = normalise(text);
  const cut = tokens(normal);
  if (cut?.length === 1 && cut[0]!.kind === "text") return textAnswer(cut[0]!.text);
  try {
    if (cut && cut.length > 0) return new AnswerParser(cut).read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
  }
  return textAnswer(normal);
}

function textAnswer(text: string): Answer {
  return {
    shape: "text",
    text: text
      .replace(/\\text\b/g, " ")
      .replace(/[{}()$*.,;:!?"'`]+/g, " ")
      .replace(/\s+/g, " ")
      .trim()
      .toLowerCase(),
  };
}
