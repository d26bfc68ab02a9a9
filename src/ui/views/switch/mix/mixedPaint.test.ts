import { expect, test } from "vitest";
import { measure } from "../../../../core/compare/measures";
import type { Token } from "../../../../core/model";
import type { MixedToken } from "../../../state/mixing/mixedAnswer";
import { tokenLook } from "../../compare/tokenPaint";
import { mixedPaint } from "./mixedPaint";

const look = (text: string): Token => ({ id: text.codePointAt(0) as number, text, kind: "text" });

function position(token: string, drawA: string, drawB: string, js = 0.1): MixedToken {
  const statistics = {
    ...{ entropyA: 1, entropyB: 1, klAB: 0, klBA: 0, js, totalVariation: 0, rankA: 1, rankB: 1 },
    ...{ logprobA: Math.log(0.5), logprobB: Math.log(0.25) },
  };
  return { token: look(token), drawA: look(drawA), drawB: look(drawB), probability: 0.4, statistics };
}

const POSITIONS = [
  position("x", "x", "x"),
  position("x", "x", "y", 0.3),
  position("x", "y", "x"),
  position("x", "y", "z"),
];
const JS = { measure: measure("js"), threshold: -1, unit: "nats" } as const;

test("a token has the colour of the one who alone would have drawn it, and is marked where nobody would", () => {
  const paint = mixedPaint(POSITIONS, JS, undefined);
  expect(POSITIONS.map((_, at) => tokenLook(paint, at, "x").tone)).toEqual([undefined, "a", "b", "neither"]);
});

test("a token is underlined by the divergence, and stands out above its threshold", () => {
  const above = (threshold: number) => {
    const paint = mixedPaint(POSITIONS, { ...JS, threshold }, undefined);
    return POSITIONS.map((_, at) => tokenLook(paint, at, "x").above);
  };
  expect(above(-1)).toEqual([false, true, false, false]);
  expect(above(0.05)).toEqual([true, true, true, true]);
});

test("a screen reader hears whose a token is, its probabilities, both draws, and where the answer begins to differ", () => {
  const paint = mixedPaint(POSITIONS, JS, 1);
  expect(tokenLook(paint, 1, "x")).toMatchObject({
    border: true,
    label:
      "Token 2: x, JS 0.300 nats, only A would have drawn it too, mixture 40.0\u00a0% · A 50.0\u00a0% · B 25.0\u00a0%, " +
      "same luck: A draws “x”, B draws “y”, first difference",
  });
  expect(tokenLook(paint, 0, "x").label).not.toContain("first difference");
});

test("what is left of the answer before is dimmed, and nothing is said of it", () => {
  const behind = tokenLook(mixedPaint(POSITIONS, JS, undefined), 4, "x");
  expect(behind).toMatchObject({ dim: true, tone: undefined, label: "Token 5: x, not compared yet" });
});
