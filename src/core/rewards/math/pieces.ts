import { numberAnswer, type Answer } from "./answer";
import { approximate } from "./approximate";
import { integer, type Expression } from "./expression";

/** An end of a stretch of the real line; `at` in double precision orders ends, `value` is compared exactly. */
interface End {
  at: number;
  value: Answer;
  closed: boolean;
}

/** A stretch of the real line; a point where both ends are the same. */
interface Piece {
  low: End;
  high: End;
}

const INFINITY: Expression = { kind: "constant", name: "infinity" };
const EVERYTHING: Piece = {
  low: {
    at: -Infinity,
    value: numberAnswer({ kind: "product", factors: [integer(-1), INFINITY] }),
    closed: false,
  },
  high: { at: Infinity, value: numberAnswer(INFINITY), closed: false },
};

/**
 * A set of real numbers as intervals in the order of the line, those that touch put together: `[0,1] ∪ (1,2)` is
 * `[0,2)`, `ℝ ∖ {0}` is `(−∞,0), (0,∞)`. Undefined where it is no such set, or an end is no known number.
 */
export function piecesOf(answer: Answer): Answer[] | undefined {
  return stretches(answer)?.map(({ low, high }) =>
    low.at === high.at
      ? { shape: "set", items: [low.value] }
      : {
          shape: "group",
          open: low.closed ? "[" : "(",
          close: high.closed ? "]" : ")",
          items: [low.value, high.value],
        },
  );
}

function stretches(answer: Answer): Piece[] | undefined {
  switch (answer.shape) {
    case "group": {
      const [low, high] = answer.items.map(positionOf);
      if (answer.items.length !== 2 || low === undefined || high === undefined || !(low < high))
        return undefined;
      return [
        {
          low: { at: low, value: answer.items[0]!, closed: answer.open === "[" },
          high: { at: high, value: answer.items[1]!, closed: answer.close === "]" },
        },
      ];
    }
    case "set": {
      const points = answer.items.map((value) => ({ at: positionOf(value), value, closed: true }));
      if (points.some(({ at }) => at === undefined)) return undefined;
      return points.map((point) => ({ low: point as End, high: point as End }));
    }
    case "number":
      return answer.expression.kind === "symbol" && answer.expression.name === "mathbb R"
        ? [EVERYTHING]
        : undefined;
    case "union": {
      const parts = answer.items.map(stretches);
      const removed = answer.without.map((item) => (item.shape === "set" ? stretches(item) : undefined));
      if (parts.includes(undefined) || removed.includes(undefined)) return undefined;
      const points = removed.flatMap((part) => part!.map(({ low }) => low));
      return points.reduce(without, merged(parts.flatMap((part) => part!)));
    }
    default:
      return undefined;
  }
}

function positionOf(answer: Answer): number | undefined {
  if (answer.shape !== "number") return undefined;
  const { value } = approximate(answer.expression, new Map());
  return Number.isNaN(value) ? undefined : value;
}

function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces.toSorted(
    (a, b) => a.low.at - b.low.at || Number(b.low.closed) - Number(a.low.closed),
  )) {
    const last = result.at(-1);
    const touches =
      last &&
      (piece.low.at < last.high.at ||
        (piece.low.at === last.high.at && (piece.low.closed || last.high.closed)));
    if (!touches) result.push(piece);
    else if (piece.high.at > last.high.at || (piece.high.at === last.high.at && piece.high.closed)) {
      result[result.length - 1] = { low: last.low, high: piece.high };
    }
  }
  return result;
}

/** The pieces without a point. */
function without(pieces: readonly Piece[], point: End): Piece[] {
  const open = { ...point, closed: false };
  return pieces.flatMap(({ low, high }) => {
    if (point.at < low.at || point.at > high.at) return [{ low, high }];
    if (low.at === high.at) return [];
    if (point.at === low.at) return [{ low: open, high }];
    if (point.at === high.at) return [{ low, high: open }];
    return [
      { low, high: open },
      { low: open, high },
    ];
  });
}
