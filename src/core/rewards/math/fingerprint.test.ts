import { describe, expect, test } from "vitest";
import { identical, proportional } from "./fingerprint";
import { parseAnswer } from "./parseAnswer";
import type { Expression } from "./expression";

function formula(latex: string): Expression {
  const answer = parseAnswer(latex);
  if (answer.shape !== "number") throw new Error(`${latex} is a ${answer.shape}`);
  return answer.expression;
}

const same = (a: string, b: string): boolean | undefined => identical(formula(a), formula(b));

describe("identity of formulas", () => {
  test("is exact for whole powers, without expanding them", () => {
    expect(same("(x+y)^2", "x^2+2xy+y^2")).toBe(true);
    expect(same("(x+y+z)^{1000}", "(z+y+x)^{999}(x+y+z)")).toBe(true);
    expect(same("(x+y)^{1000}", "x^{1000}+y^{1000}")).toBe(false);
    expect(same("\\frac{x^2-1}{x-1}", "x+1")).toBe(true);
  });

  test("takes roots of one thing for one root", () => {
    expect(same("\\sqrt[3]{x}^2", "x^{2/3}")).toBe(true);
    expect(same("\\sin(a+b)\\sqrt{2}", "\\sqrt{2}\\sin(b+a)")).toBe(true);
  });

  test("says nothing where roots or functions may be related", () => {
    expect(same("\\sqrt{12}", "2\\sqrt{3}")).toBeUndefined();
    expect(same("\\sin^2 x+\\cos^2 x", "1")).toBeUndefined();
    expect(same("i^2", "-1")).toBeUndefined();
  });

  test("says nothing of what divides by zero", () => {
    expect(same("\\frac{1}{x-x}", "\\frac{1}{x-x}")).toBeUndefined();
  });
});

describe("proportional formulas", () => {
  test("differ by a number that is not 0", () => {
    expect(proportional(formula("x-2y"), formula("6y-3x"))).toBe(true);
    expect(proportional(formula("x-2y"), formula("x^2-2xy"))).toBe(false);
    expect(proportional(formula("x-x"), formula("x"))).toBe(false);
  });
});
