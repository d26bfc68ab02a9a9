import { numberAnswer, type Answer } from "./answer";
import { integer, type Expression } from "./expression";
import { piecesOf } from "./pieces";
import { intervalOf, isInterval, isZero, mirrored, multiples, valueOf, type Relation } from "./relations";
import { sameExpression, type Means, type Nearness } from "./sameExpression";

/** What counts as the same answer. */
export interface Comparison extends Nearness {
  /** 50 % is 0.5; "either": it is 50 too. */
  percent: "hundredths" | "either";
  /** Lists without brackets have an order. */
  ordered: boolean;
  /** An inequality is right where the reference is an interval; the other way round it always is. */
  inequalityForInterval: boolean;
}

/** Compares answers of all shapes; notes by what the last formulas were compared. */
export class AnswerComparison {
  /** By what formulas were decided; undefined where shapes alone decided. */
  by: Means | undefined;

  constructor(private readonly rules: Comparison) {}

  /** Not symmetric: an equation is unwrapped for a bare reference, but not the other way round. */
  async same(gold: Answer, given: Answer): Promise<boolean> {
    if (gold.shape === "relation" && given.shape === "relation") return this.sameRelation(gold, given);
    if (gold.shape === "relation") return this.valueOfGold(gold, given);
    if (given.shape === "relation") return this.valueOfGiven(gold, given);
    if (gold.shape === "union" || given.shape === "union") return this.sameUnion(gold, given);
    if (isCollection(gold) || isCollection(given)) return this.sameCollection(gold, given);
    if (gold.shape === "text" || given.shape === "text") return wordOf(gold) === wordOf(given);
    if (gold.shape === "numeral" || given.shape === "numeral") return this.sameNumeral(gold, given);
    if (gold.shape === "group" && given.shape === "group") {
      return gold.open === given.open && gold.close === given.close && this.inOrder(gold.items, given.items);
    }
    if (gold.shape === "matrix" && given.shape === "matrix") {
      const [left, right] = [gold.rows, given.rows];
      if (left.length !== right.length || left[0]?.length !== right[0]?.length) return false;
      return this.inOrder(left.flat().map(bare), right.flat().map(bare));
    }
    if (gold.shape === "number" && given.shape === "number") return this.sameNumber(gold, given);
    return false;
  }

  /** Of numbers piece by piece; of other things item by item. */
  private async sameUnion(gold: Answer, given: Answer): Promise<boolean> {
    const [left, right] = [piecesOf(gold), piecesOf(given)];
    if (left && right) return this.inOrder(left, right);
    if (gold.shape !== "union" || given.shape !== "union") return false;
    return (
      (await this.inAnyOrder(gold.items, given.items)) && (await this.inAnyOrder(gold.without, given.without))
    );
  }

  private async sameNumber(
    gold: Extract<Answer, { shape: "number" }>,
    given: Extract<Answer, { shape: "number" }>,
  ): Promise<boolean> {
    if (await this.formulas(gold.expression, given.expression)) return true;
    if (this.rules.percent === "hundredths" || gold.percent === given.percent) return false;
    const times100 = (side: typeof gold): Expression =>
      side.percent ? { kind: "product", factors: [integer(100), side.expression] } : side.expression;
    return this.formulas(times100(gold), times100(given));
  }

  private async formulas(a: Expression, b: Expression): Promise<boolean> {
    const { same, by } = await sameExpression(a, b, this.rules);
    this.by = by;
    return same;
  }

  /** Digits are compared where one side names no base: it is the one that was asked for. */
  private async sameNumeral(gold: Answer, given: Answer): Promise<boolean> {
    if (gold.shape === "numeral" && given.shape === "numeral") {
      return gold.digits === given.digits && gold.base === given.base;
    }
    const plain = (side: Answer): Answer =>
      side.shape === "numeral" ? bare(integer(BigInt(/^\d+$/.test(side.digits) ? side.digits : 0))) : side;
    return this.same(plain(gold), plain(given));
  }

  private async sameCollection(gold: Answer, given: Answer): Promise<boolean> {
    const [left, right] = [itemsOf(gold), itemsOf(given)];
    if (gold.shape === "group" || given.shape === "group") {
      const list = gold.shape === "group" ? given : gold;
      const group = gold.shape === "group" ? gold : given;
      if (list.shape === "list" && group.shape === "group") {
        const round = group.open === "(" && group.close === ")";
        if (round && (await this.inOrder(left, right))) return true;
      }
      return this.inAnyOrder(itemsIn(gold), itemsIn(given));
    }
    const ordered = this.rules.ordered && gold.shape !== "set" && given.shape !== "set";
    return ordered ? this.inOrder(left, right) : this.inAnyOrder(left, right);
  }

  private async inOrder(gold: readonly Answer[], given: readonly Answer[]): Promise<boolean> {
    if (gold.length !== given.length) return false;
    for (const [at, item] of gold.entries()) if (!(await this.same(item, given[at]!))) return false;
    return true;
  }

  /** As sets: every item of one is among the other's. */
  private async inAnyOrder(gold: readonly Answer[], given: readonly Answer[]): Promise<boolean> {
    const missing = new Set(given);
    for (const item of gold) {
      let found = false;
      for (const other of given) {
        if (found && !missing.has(other)) continue;
        if (await this.same(item, other)) {
          found = true;
          missing.delete(other);
        }
      }
      if (!found) return false;
    }
    return missing.size === 0;
  }

  /** The reference says x = 5 or x ∈ S or 0 < x < 1, the answer 5 or S or (0, 1). */
  private async valueOfGold(gold: Relation, given: Answer): Promise<boolean> {
    const value = valueOf(gold);
    if (value && value.named) return this.same(value.value, given);
    const interval = intervalOf(gold);
    return interval !== undefined && (given.shape === "group" || given.shape === "union")
      ? this.same(interval.interval, given)
      : false;
  }

  /** The answer says x = 5, the reference 5. An equation with 0 on one side and a formula on the other is no value. */
  private async valueOfGiven(gold: Answer, given: Relation): Promise<boolean> {
    const value = valueOf(given);
    if (value) return (value.named || !isZero(value.value)) && this.same(gold, value.value);
    const interval = this.rules.inequalityForInterval ? intervalOf(given) : undefined;
    return interval !== undefined && this.same(gold, interval.interval);
  }

  private async sameRelation(gold: Relation, given: Relation): Promise<boolean> {
    const [left, right] = [valueOf(gold), valueOf(given)];
    if (left?.named && right?.named) {
      if ((await this.same(left.subject, right.subject)) && (await this.same(left.value, right.value)))
        return true;
    }
    const [a, b] = [intervalOf(gold), intervalOf(given)];
    if (a && b && (await this.same(a.subject, b.subject))) return this.same(a.interval, b.interval);
    if (a && right?.named && isInterval(right.value) && (await this.same(a.subject, right.subject))) {
      return this.same(a.interval, right.value);
    }
    if (this.rules.inequalityForInterval && b && left?.named && (await this.same(left.subject, b.subject))) {
      return this.same(left.value, b.interval);
    }
    if (multiples(gold, given)) {
      this.by = "identity";
      return true;
    }
    for (const turned of [given, mirrored(given)]) {
      if (
        gold.operators.join() === turned.operators.join() &&
        (await this.inOrder(gold.sides, turned.sides))
      ) {
        return true;
      }
    }
    return false;
  }
}

function bare(expression: Expression): Answer {
  return numberAnswer(expression);
}

function isCollection(answer: Answer): boolean {
  return answer.shape === "list" || answer.shape === "set";
}

function itemsOf(answer: Answer): readonly Answer[] {
  return answer.shape === "group" || answer.shape === "list" || answer.shape === "set"
    ? answer.items
    : [answer];
}

/** A tuple among the items of a list is one item. */
function itemsIn(answer: Answer): readonly Answer[] {
  return answer.shape === "list" || answer.shape === "set" ? answer.items : [answer];
}

/** A text, or a single name taken for one: B, \text{(B)}. */
function wordOf(answer: Answer): string | symbol {
  if (answer.shape === "text") return answer.text;
  if (answer.shape !== "number") return Symbol("no word");
  const { expression } = answer;
  if (expression.kind === "symbol" || expression.kind === "constant") return expression.name.toLowerCase();
  return Symbol("no word");
}
