import { describe, expect, test } from "vitest";
import { verifyMath } from "./verifyMath";

describe("the same answer", () => {
  test.each([
    ["fractions and decimals", "\\frac{3}{4}", "So the answer is 0.75"],
    ["thousands", "\\$32,\\!348", "\\boxed{32348}"],
    ["thousands set apart by spaces", "1000000", "1 000 000"],
    ["a decimal comma in plain text", "1,5", "1.5"],
    ["scientific notation", "1.5 \\times 10^{8}", "150000000"],
    ["mixed numbers", "1\\frac{1}{2}", "1.5"],
    ["repeating decimals", "0.1\\overline{6}", "1/6"],
    ["percent, wherever the sign stands", "28\\%", "$\\boxed{28}$ percent"],
    ["percent and its value", "0.5", "50\\%"],
    ["units", "15\\text{ cm}^2", "\\boxed{15}"],
    ["things counted", "4", "\\boxed{4 \\text{ apples}}"],
    ["degrees", "90^\\circ", "\\boxed{90}"],
    ["roots", "2\\sqrt{3}", "\\boxed{\\sqrt{12}}"],
    ["rational denominators", "\\frac{1}{1+\\sqrt{2}}", "\\sqrt{2}-1"],
    ["complex numbers", "(1+2i)(1-2i)", "5"],
    ["polynomials", "(2x+1)^2", "4x^2+4x+1"],
    ["trigonometry", "\\sin 2x", "2\\sin x\\cos x"],
    ["logarithms", "2", "\\log_{10} 100"],
    ["powers", "2^{n+1}", "2\\cdot 2^n"],
    ["factorials and binomials", "120", "\\binom{10}{3}"],
    ["sums", "5050", "\\sum_{k=1}^{100} k"],
    ["integrals", "\\frac{1}{3}", "\\int_0^1 x^2 \\, dx"],
    ["sets in any order", "\\{1\\pm\\sqrt{5},-2\\}", "\\boxed{-2, 1+\\sqrt5, 1-\\sqrt5}"],
    ["a set in words", "x = 1 \\text{ or } x = 2", "\\boxed{\\{2, 1\\}}"],
    ["boxes of one answer", "1,2", "\\boxed{2} and \\boxed{1}"],
    ["tuples", "(1,\\frac{1}{2})", "\\left(1, 0.5\\right)"],
    ["points in any order", "(1,2),(3,4)", "\\boxed{(3,4),(1,2)}"],
    ["unions of intervals", "(-\\infty,2)\\cup(3,\\infty)", "$(3,\\infty)\\cup(-\\infty,2)$"],
    ["intervals that touch", "[0,2)", "$[0,1]\\cup[1,2)$"],
    ["an interval with a point", "[0,1)", "$\\{0\\}\\cup(0,1)$"],
    ["all numbers but one", "(-\\infty,0)\\cup(0,\\infty)", "$\\mathbb{R}\\setminus\\{0\\}$"],
    ["an inequality and its interval", "x\\ge 2", "$[2,\\infty)$"],
    ["an inequality turned round", "x < 1", "$-x > -1$"],
    ["an equation multiplied", "y=2x+1", "$4x-2y+2=0$"],
    ["an equation for a value", "5", "\\boxed{x=5}"],
    ["a value for an assignment", "f(x)=x^2", "\\boxed{x^2}"],
    ["ratios", "4:3", "\\boxed{\\frac{4}{3}}"],
    ["matrices", "\\begin{pmatrix}1\\\\2\\end{pmatrix}", "\\begin{bmatrix}1\\\\\\frac{4}{2}\\end{bmatrix}"],
    [
      "a product of matrices",
      "\\begin{pmatrix}2&0\\\\0&2\\end{pmatrix}",
      "$2\\begin{pmatrix}1&0\\\\0&1\\end{pmatrix}$",
    ],
    ["systems of equations", "x=1,y=2", "$\\begin{cases}x=1\\\\y=2\\end{cases}$"],
    ["numerals in the base asked for", "204_5", "\\boxed{204}"],
    ["words", "\\text{Evelyn}", "\\boxed{Evelyn}"],
    ["letters of a choice", "\\text{(B)}", "The answer is (B)."],
    ["references of GSM8K", "She has 9 * 2 = 18.\n#### 18", "So she makes \\boxed{\\$18}."],
    ["text escaped twice", "\\frac{1}{2}", "Thus \\\\boxed{\\\\frac{1}{2}}."],
    ["huge numbers", "\\frac{1}{2004!}", "\\frac{2005}{2005!}"],
    ["an excess that both have", "9^{9^{9^9}}", "$9^{9^{9^9}}$"],
  ])("%s", async (_, gold, prediction) => {
    expect(await verifyMath(gold, prediction)).toMatchObject({ same: true });
  });
});

describe("another answer", () => {
  test.each([
    ["another number", "5", "\\boxed{6}"],
    ["no answer", "1", "I do not know."],
    ["an empty box", "1", "\\boxed{}"],
    ["nothing at all", "1", ""],
    ["another sign", "2i", "-2i"],
    ["a percentage without its sign", "50\\%", "50"],
    ["an approximation of too few places", "\\pi", "3.14"],
    ["small numbers that vanish in rounding", "0.0000001", "0.0000002"],
    ["0 and a small number", "0.0000001", "0"],
    ["tiny numbers", "\\frac{1}{2004!}", "\\frac{1}{2006!}"],
    ["large numbers", "10^{20}+1", "10^{20}"],
    ["tiny irrational numbers", "\\sqrt{2}\\cdot 10^{-15}", "\\sqrt{3}\\cdot 10^{-15}"],
    ["another order in a tuple", "(1,2)", "(2,1)"],
    ["a tuple for a set", "\\{0,1\\}", "(0,1)"],
    ["part of a set", "1,2,3", "1,2"],
    ["a digit for a list", "123", "1,2,3"],
    ["the other end of an interval", "[1,2]", "(1,2]"],
    ["intervals that do not touch", "[0,2)", "$[0,1)\\cup(1,2)$"],
    ["all numbers but another one", "(-\\infty,0)\\cup(0,\\infty)", "$\\mathbb{R}\\setminus\\{1\\}$"],
    ["an inequality where an interval is asked for", "[0,\\infty)", "x\\ge 0"],
    ["a strict inequality", "x>2", "x\\ge 2"],
    ["another name", "x=5", "y=5"],
    ["one side of an equation", "7 = 11a+c", "$11a+c$"],
    ["the zero of an equation", "0", "$2x+3y=0$"],
    ["a formula equal for positive names only", "x", "$\\sqrt{x^2}$"],
    ["another formula", "\\ln(2x)", "$2\\ln x$"],
    ["a matrix turned", "\\begin{pmatrix}1&2\\end{pmatrix}", "$\\begin{pmatrix}1\\\\2\\end{pmatrix}$"],
    ["another word", "\\text{Tuesday}", "\\boxed{\\text{Monday}}"],
    ["another letter", "B", "The answer is A."],
    ["1 − 1/e for 1 + 1/e", "1-\\frac{1}{\\mathrm{e}}", "$1+\\frac{1}{\\mathrm{e}}$"],
    ["names in capitals", "AB", "$ab$"],
    ["infinity for a large number", "\\infty", "$10^{300}$"],
    ["∞ for −∞", "(-\\infty,1)", "$(\\infty,1)$"],
  ])("%s", async (_, gold, prediction) => {
    expect(await verifyMath(gold, prediction)).toMatchObject({ same: false });
  });
});

describe("options", () => {
  test("places: decimals are compared to so many", async () => {
    expect((await verifyMath("\\frac{1}{3}", "0.3333", { places: 4 })).same).toBe(true);
    expect((await verifyMath("\\frac{1}{3}", "0.3333")).same).toBe(false);
  });

  test("tolerance: a share of the reference", async () => {
    expect((await verifyMath("100", "100.9", { tolerance: 0.01 })).same).toBe(true);
    expect((await verifyMath("100", "101.1", { tolerance: 0.01 })).same).toBe(false);
    expect((await verifyMath("\\pi", "3.14", { tolerance: 0.001 })).same).toBe(true);
    expect((await verifyMath("0", "0.0001", { tolerance: 0.01 })).same).toBe(false);
  });

  test("percent: 50 % may stand for 50 too, but for nothing else", async () => {
    expect((await verifyMath("50\\%", "50", { percent: "either" })).same).toBe(true);
    expect((await verifyMath("50\\%", "0.5", { percent: "either" })).same).toBe(true);
    expect((await verifyMath("50\\%", "5000", { percent: "either" })).same).toBe(false);
  });

  test("ordered: lists have an order, sets in braces never", async () => {
    expect((await verifyMath("1,2", "$2,1$", { ordered: true })).same).toBe(false);
    expect((await verifyMath("1,2", "$1,2.0$", { ordered: true })).same).toBe(true);
    expect((await verifyMath("\\{1,2\\}", "$\\{2,1\\}$", { ordered: true })).same).toBe(true);
  });

  test("inequalityForInterval", async () => {
    expect((await verifyMath("[1,2]", "$1\\le x\\le 2$", { inequalityForInterval: true })).same).toBe(true);
    expect((await verifyMath("[1,2]", "$1\\le x<2$", { inequalityForInterval: true })).same).toBe(false);
  });

  test("place: boxes only, LaTeX only", async () => {
    expect(await verifyMath("4", "It is $4$.", { place: "boxed" })).toMatchObject({ by: "no-answer" });
    expect(await verifyMath("4", "It is 4.", { place: "latex" })).toMatchObject({ by: "no-answer" });
    expect((await verifyMath("4", "It is $4$.", { place: "latex" })).same).toBe(true);
  });
});

test("the verdict names what was compared and how it was decided", async () => {
  expect(await verifyMath("\\frac{1}{2}", "It is \\boxed{0.5}.")).toEqual({
    same: true,
    gold: "\\frac{1}{2}",
    prediction: "0.5",
    shape: "number",
    by: "exact",
  });
  expect((await verifyMath("\\tan x", "$\\frac{\\sin x}{\\cos x}$")).by).toBe("algebra");
  expect((await verifyMath("x^2-1", "$(x-1)(x+1)$")).by).toBe("identity");
  expect((await verifyMath("\\sin x", "$\\cos x$")).by).toBe("numbers");
  expect((await verifyMath("(1,2)", "$\\{1,2\\}$")).by).toBe("shape");
  expect((await verifyMath(" ", "1")).by).toBe("no-reference");
});

test("what an engine infers of a name is not believed in the next comparison", async () => {
  const pairs = [
    ["\\ln x^2", "$2\\ln|x|$"],
    ["\\sqrt{x^2}", "$|x|$"],
    ["\\cos^2 x", "$1-\\sin^2 x$"],
    ["\\frac{x}{\\sqrt{x}}", "$\\sqrt{x}$"],
  ] as const;
  const verdicts = async (): Promise<boolean[]> =>
    Promise.all(pairs.map(async ([gold, prediction]) => (await verifyMath(gold, prediction)).same));
  const first = await verdicts();
  expect(await verdicts()).toEqual(first);
  expect(first.slice(1)).toEqual([true, true, true]);
});
