import { describe, expect, test } from "vitest";
import { extractMath } from "./extractMath";

const textOf = (text: string): string | undefined => extractMath(text)?.text;

describe("the answer is", () => {
  test("the last box", () => {
    expect(extractMath("First \\boxed{3}. Then \\boxed{\\frac{1}{2}}.")).toEqual({
      text: "\\frac{1}{2}",
      by: "boxed",
      plain: false,
    });
  });

  test("the boxes of one sentence, each once", () => {
    expect(textOf("\\boxed{1} and \\boxed{2}")).toBe("1, 2");
    expect(textOf("\\boxed{7}, so \\boxed{7}")).toBe("7");
    expect(textOf("We get \\boxed{3}. No wait, \\boxed{4}.")).toBe("4");
  });

  test("a box without braces; one that does not close is none", () => {
    expect(textOf("so \\boxed 4")).toBe("4");
    expect(textOf("\\boxed{5} or rather \\boxed{6")).toBe("5");
  });

  test("the outer one of nested boxes", () => {
    expect(textOf("\\boxed{1+\\boxed{2}}")).toBe("1+\\boxed{2}");
  });

  test("what follows the final answer, if that is later than the last box", () => {
    expect(textOf("\\boxed{200} Final Answer: The final answer is $10,455$. I hope it is correct.")).toBe(
      "10,455",
    );
    expect(textOf("Final answer: 3. Thus \\boxed{4}.")).toBe("4");
  });

  test("behind what it is about", () => {
    expect(textOf("Final Answer: The largest $n$ is 34.")).toBe("34");
    expect(textOf("**Final Answer**: $7$")).toBe("7");
    expect(textOf("The answer is: **42**, not 43")).toBe("42");
  });

  test("behind #### as in GSM8K", () => {
    expect(textOf("9 * 2 = 18\n#### 1,234\nthe end 5")).toBe("1,234");
  });

  test("the whole of a text that is nothing but mathematics", () => {
    expect(extractMath(" x^2 + 1 ")).toEqual({ text: "x^2 + 1", by: "whole", plain: true });
    expect(textOf("(-\\infty, 3]")).toBe("(-\\infty, 3]");
  });

  test("else the last formula or number", () => {
    expect(textOf("so $x = 2$ and hence $y = 3$")).toBe("y = 3");
    expect(textOf("P(A) = (1/2) / (3/4) = 2/3. Therefore Alice wins.")).toBe("2/3");
    expect(textOf("not 10, it's 1,000.99m²")).toBe("1,000.99");
    expect(textOf("the point (7, -6) it is")).toBe("(7, -6)");
    expect(textOf("from 10-5 on")).toBe("5");
    expect(textOf("it fell by -5")).toBe("-5");
  });

  test("formulas joined by and, or, commas together", () => {
    expect(textOf("$21,16$ or $11$")).toBe("21,16, 11");
  });

  test("with its percent sign, wherever that stands", () => {
    expect(["$28$ %", "$\\boxed{28}$ pct", "28 percent of them", "it is $28$\\%"].map(textOf)).toEqual([
      "28\\%",
      "28\\%",
      "28\\%",
      "28\\%",
    ]);
  });

  test("a letter that is chosen", () => {
    expect(textOf("So the answer is (B).")).toBe("B");
    expect(textOf("The answer is a pity.")).toBeUndefined();
  });

  test("nothing where there is none", () => {
    expect(textOf("no number here")).toBeUndefined();
    expect(textOf("")).toBeUndefined();
  });
});

describe("signs of mathematics", () => {
  test("dollars of prices are none", () => {
    expect(textOf("It has $10,000 + $200 = $10,200 in all.")).toBe("$10,200");
  });

  test("all kinds are known", () => {
    for (const text of ["\\[ 9 \\]", "\\( 9 \\)", "$$\n9\n$$", "\\begin{align*}x&=3\\\\&=9\\end{align*}"]) {
      expect(textOf(`Answer ${text} so it goes.`)).toMatch(/^=?\s*9$/);
    }
  });

  test("a single dollar does not reach over a line", () => {
    expect(extractMath("Answer $ \n 9 \n $", "latex")).toBeUndefined();
  });

  test("text that was escaped twice is read", () => {
    expect(textOf("\\\\boxed{\\\\frac{1}{2}}")).toBe("\\frac{1}{2}");
  });
});
