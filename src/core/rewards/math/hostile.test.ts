import { describe, expect, test } from "vitest";
import { verifyMath } from "./verifyMath";

const long = (text: string, length = 100_000): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

describe("what is too large is refused, not computed", () => {
  test.each([
    ["towers of powers", "$9^{9^{9^{9}}}$", "beyond-size"],
    ["towers in plain text", "9^9^9^9", "beyond-size"],
    ["factorials", "$100000000!$", "beyond-size"],
    ["factorials of factorials", "$((1000!)!)!$", "beyond-size"],
    ["binomials", "$\\binom{1000000000}{500000000}$", "beyond-size"],
    ["exponents of ten", "1e999999999", "beyond-size"],
    ["long sums", "$\\sum_{k=1}^{1000000000} k$", "beyond-steps"],
    ["sums of sums", "$\\sum_{k=1}^{1000}\\sum_{j=1}^{1000} kj$", "beyond-steps"],
    ["nested fractions", `$${"\\frac{1}{".repeat(100)}1${"}".repeat(100)}$`, "beyond-depth"],
    ["brackets", `$${"(".repeat(1000)}1${")".repeat(1000)}$`, "beyond-depth"],
    ["long answers", `$${long("x+")}1$`, "beyond-length"],
    ["long lists", `$${"1;".repeat(500)}3$`, "beyond-parts"],
    ["exponents of names", "$x^{9^{9^{9}}}$", "beyond-size"],
    ["hidden beside a name", "$0\\cdot x\\cdot 9^{9^{9^{9}}}$", "beyond-size"],
    ["hidden in a function", "$\\sin(9^{9^{9^9}})$", "beyond-size"],
    ["hidden in a tuple", "$(42, 9^{9^{9^9}})$", "shape"],
  ])("%s", async (_, prediction, by) => {
    expect(await verifyMath("42", prediction)).toMatchObject({ same: false, by });
    expect((await verifyMath(prediction, "42")).same).toBe(false);
  });
});

describe("texts of 100 000 letters end", () => {
  test.each([
    ..."a1({$\\-, \n|√\0".split(""),
    ...[
      "1,111,",
      "1 111 ",
      "\\boxed{",
      "\\boxed{1} and ",
      "final answer is ",
      "final answer is 5. ",
      "answer is 3, ",
    ],
    ...[
      "\\$",
      "$ a",
      "(1,1,",
      "1 and ",
      "\\begin{align}",
      "\\[",
      "\\(",
      "1.",
      "1/",
      "😀",
      "#### ",
      "\\text{",
    ],
  ])("%j", async (part) => {
    const text = long(part);
    for (const place of ["anywhere", "latex", "boxed"] as const) {
      expect(typeof (await verifyMath("42", text, { place })).same).toBe("boolean");
    }
    expect(typeof (await verifyMath(text, text)).same).toBe("boolean");
  });
});

describe("answers of 3 000 letters end", () => {
  test.each([
    ...[
      "-",
      "1+",
      "(x+1)",
      "|",
      "\\text{a} ",
      "5 cm",
      "cm /",
      "\\sqrt",
      "_x",
      "'",
      "\\lvert ",
      "1:",
      "1;",
      "x=",
    ],
    ...[
      "1<",
      "\\pm 1",
      "\\pm 1,",
      "(1,2)\\cup",
      "\\sin",
      "\\frac",
      "^2",
      "!",
      "\\%",
      "{",
      "\\{",
      "1&",
      "\\\\",
    ],
  ])("%j", async (part) => {
    for (const gold of ["42", "$x+\\sin x$", "1,2,3"]) {
      expect(typeof (await verifyMath(gold, `$${long(part, 3000)}1$`)).same).toBe("boolean");
    }
  });
});
