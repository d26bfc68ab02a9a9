import { isName, numberAnswer, type Answer, type Operator } from "./answer";
import { approximate } from "./approximate";
import { difference, freeNames, integer, type Expression } from "./expression";
import { proportional } from "./fingerprint";

export type Relation = Extract<Answer, { shape: "relation" }>;

/**
 * What an equation or membership says of its subject. Of a chain the last side counts, but what is only approximately so
 * where something is exactly so. `named`: the subject is a name, so that the value alone says the same.
 */
export function valueOf({
  sides,
  operators,
}: Relation): { subject: Answer; value: Answer; named: boolean } | undefined {
  if (!operators.every((operator) => operator === "=" || operator === "≈" || operator === "∈"))
    return undefined;
  const approximately = operators.indexOf("≈");
  const last = approximately > 0 ? approximately : sides.length - 1;
  const before = sides.slice(0, last);
  const subject = before.find(isName) ?? before[0]!;
  return { subject, value: sides[last]!, named: isName(subject) };
}

export function isZero(answer: Answer): boolean {
  return answer.shape === "number" && answer.expression.kind === "number" && answer.expression.value.n === 0n;
}

export function isInterval(answer: Answer): boolean {
  return answer.shape === "group" || answer.shape === "union";
}

const MIRRORED: Readonly<Record<Operator, Operator>> = {
  ...{ "=": "=", "≠": "≠", "≈": "≈", "∈": "∈" },
  ...{ "<": ">", "≤": "≥", ">": "<", "≥": "≤" },
};

export function mirrored({ sides, operators }: Relation): Relation {
  return {
    shape: "relation",
    sides: sides.toReversed(),
    operators: operators.map((operator) => MIRRORED[operator]).reverse(),
  };
}

const INFINITY: Expression = { kind: "constant", name: "infinity" };
const MINUS_INFINITY: Expression = { kind: "product", factors: [integer(-1), INFINITY] };

/** The interval that x < 1, 1 > x or 0 ≤ x < 1 gives to x; undefined where there is no such. */
export function intervalOf(relation: Relation): { subject: Answer; interval: Answer } | undefined {
  const upwards = relation.operators.every((operator) => operator === "<" || operator === "≤");
  if (!upwards && !relation.operators.every((operator) => operator === ">" || operator === "≥"))
    return undefined;
  const { sides, operators } = upwards ? relation : mirrored(relation);
  const at = sides.findIndex(isName);
  const others = sides.filter((_, side) => side !== at);
  if (at < 0 || sides.length > 3 || (sides.length === 3 && at !== 1) || others.some(hasNames))
    return undefined;
  const low = at > 0 ? sides[at - 1]! : numberAnswer(MINUS_INFINITY);
  const high = sides[at + 1] ?? numberAnswer(INFINITY);
  return {
    subject: sides[at]!,
    interval: {
      shape: "group",
      open: operators[at - 1] === "≤" ? "[" : "(",
      close: operators[at] === "≤" ? "]" : ")",
      items: [low, high],
    },
  };
}

function hasNames(answer: Answer): boolean {
  return answer.shape !== "number" || freeNames(answer.expression).size > 0;
}

/** Whether two relations of two sides are one multiplied by a number: of inequalities a negative one turns them round. */
export function multiples(gold: Relation, given: Relation): boolean {
  const [operator, other] = [gold.operators[0]!, given.operators[0]!];
  const [a, b] = [differenceOf(gold), differenceOf(given)];
  if (!a || !b || !proportional(a, b)) return false;
  if (operator === other && (operator === "=" || operator === "≠")) return true;
  if (operator === other) return sameSign(a, b) === true;
  return operator === MIRRORED[other] && sameSign(a, b) === false;
}

/** Left minus right side. */
function differenceOf({ sides, operators }: Relation): Expression | undefined {
  const [left, right] = sides;
  if (operators.length !== 1 || left?.shape !== "number" || right?.shape !== "number") return undefined;
  return operators[0] === "∈" ? undefined : difference(left.expression, right.expression);
}

/** Of two formulas of which one is a multiple of the other; undefined where it cannot be seen. */
function sameSign(a: Expression, b: Expression): boolean | undefined {
  const names = [...freeNames(a)];
  for (const trial of [0.731, 2.273, -1.387]) {
    const point = new Map(names.map((name, place) => [name, trial + 0.317 * place]));
    const [left, right] = [approximate(a, point), approximate(b, point)];
    if (Math.abs(left.value) > 1000 * left.error && Math.abs(right.value) > 1000 * right.error) {
      return left.value > 0 === right.value > 0;
    }
  }
  return undefined;
}
