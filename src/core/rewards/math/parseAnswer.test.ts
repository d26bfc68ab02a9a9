import { describe, expect, test } from "vitest";
import type { Answer } from "./answer";
import { exact } from "./exact";
import { parseAnswer } from "./parseAnswer";

/** Shape and what is in it, readable at a glance. */
function outline(answer: Answer): string {
  const all = (items: readonly Answer[]): string => items.map(outline).join(" ");
  switch (answer.shape) {
    case "number": {
      const value = exact(answer.expression);
      return value
        ? `${value.n}${value.d === 1n ? "" : `/${value.d}`}${answer.percent ? "%" : ""}`
        : "formula";
    }
    case "numeral":
      return `${answer.digits} base ${answer.base}`;
    case "group":
      return `${answer.open}${all(answer.items)}${answer.close}`;
    case "relation":
      return answer.sides.map((side, at) => `${outline(side)}${answer.operators[at] ?? ""}`).join("");
    case "matrix":
      return `matrix ${answer.rows.length}×${answer.rows[0]!.length}`;
    case "text":
      return `"${answer.text}"`;
    case "union":
      return `union ${all(answer.items)}${answer.without.length > 0 ? ` without ${all(answer.without)}` : ""}`;
    default:
      return `${answer.shape} ${all(answer.items)}`;
  }
}

describe("an answer is read as", () => {
  test.each([
    ["1{,}234.5", "2469/2"],
    ["11,\\! 111,\\! 100", "11111100"],
    ["(1,234)", "(1 234)"],
    ["1\\frac{1}{2}", "3/2"],
    ["\\frac34", "3/4"],
    ["0.1\\overline{6}", "1/6"],
    ["-2^2", "-4"],
    ["2^{3^2}", "512"],
    ["2^3^2", "512"],
    ["3!/2", "3"],
    ["6/2/3", "1"],
    ["12.5\\%", "1/8%"],
    ["\\left|-3\\right|", "3"],
    ["||-1|-3|", "2"],
    ["\\lfloor 7/2 \\rfloor", "3"],
    ["\\sum_{i=1}^{4} i", "10"],
    ["\\log_2 8", "formula"],
    ["10 \\text{ m/s}", "10"],
    ["5 cm^2", "5"],
    ["\\$5.00", "5"],
    ["204_5", "204 base 5"],
    ["[0, 1)", "[0 1)"],
    ["\\{1, 2\\}", "set 1 2"],
    ["{1,2,3}", "list 1 2 3"],
    ["1 \\text{ and } 2", "list 1 2"],
    ["\\pm 3", "list 3 -3"],
    ["p=5,q=2;p=7,q=2", "list (formula=5 formula=2) (formula=7 formula=2)"],
    ["x = 1", "formula=1"],
    ["0 \\le x < 1", "0≤formula<1"],
    ["x \\in [1,2]", "formula∈[1 2]"],
    ["(0,1) \\cup (2,3)", "union (0 1) (2 3)"],
    ["\\mathbb{R} \\setminus \\{0\\}", "union formula without set 0"],
    ["\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\\\ \\end{pmatrix}", "matrix 2×2"],
    ["\\text{(C)}", '"c"'],
    ["\\text{It is even.}", '"it is even"'],
    ["1 2", '"1 2"'],
    ["(1", '"1"'],
    ["\\begin{pmatrix} 1 \\\\ 2 & 3 \\end{pmatrix}", '"\\begin pmatrix 1 \\\\ 2 & 3 \\end pmatrix"'],
  ])("%s", (text, expected) => {
    expect(outline(parseAnswer(text))).toBe(expected);
  });
});
