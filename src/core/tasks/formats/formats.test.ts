import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extract, FORMATS, formatOf } from "./formats";
import { patternProblem } from "./regex";

describe("extract", () => {
  test.each([
    ["raw", " 42\n", "42"],
    ["raw", " \n", undefined],
    ["boxed", "so \\boxed{ \\frac{1}{2} }.", "\\frac{1}{2}"],
    ["boxed", "\\boxed{1} and then \\boxed{2", "1"],
    ["boxed", "no box", undefined],
    ["boxed", "\\boxed{}", ""],
    ["answer-tags", "<answer>1</answer> no, <ANSWER> 2 </Answer> done", "2"],
    ["answer-tags", "<answer>1</answer> and <answer>2", "1"],
    ["answer-tags", "<answer>1 <answer>2</answer></answer>", "2"],
    ["answer-tags", "İ<answer>ß</answer>", "ß"],
    ["answer-tags", "</answer> <answer>", undefined],
    ["last-number", "It is 1,250.50.", "1250.50"],
    ["last-number", "x = -3", "-3"],
    ["last-number", "x = −3 m", "-3"],
    ["last-number", "-7", "-7"],
    ["last-number", "+7", "7"],
    ["last-number", "7-3", "3"],
    ["last-number", "(1)-3", "3"],
    ["last-number", "1,2", "2"],
    ["last-number", "12,3456", "3456"],
    ["last-number", "about .5", ".5"],
    ["last-number", "6.02e23 of them", "6.02e23"],
    ["last-number", "none", undefined],
  ] as const)("%s finds in %j: %j", (id, text, found) => {
    expect(extract({ id }, text)).toBe(found);
  });

  test("a pattern's last match counts, its first group where there is one", () => {
    const of = (pattern: string) => extract({ id: "regex", pattern }, "#### 1\nx\n#### 42 ");
    expect(of("^#### (\\d+)")).toBe("42");
    expect(of("\\d+")).toBe("42");
    expect(of("(z)?4")).toBe("4");
    expect(of("[")).toBeUndefined();
    expect(of("")).toBeUndefined();
    expect(of("nowhere")).toBeUndefined();
    expect(extract({ id: "regex" }, "1")).toBeUndefined();
  });

  test("a pattern that is none is told", () => {
    expect(patternProblem("(\\d+)")).toBeUndefined();
    expect(patternProblem("[")).toMatch(/[Rr]egular expression/);
    expect(patternProblem("")).toBe("it is empty");
  });

  test("bounded formats are quick at 100 000 characters of anything, and what they find stands in the text", () => {
    const bounded = FORMATS.filter(({ cost }) => cost === "bounded");
    const hostile = ["1,", "-", "<answer>", "\\boxed{", "</answer>", "{", "9", "1,000,", ".", "e+1"];
    for (const { id } of bounded) {
      for (const piece of hostile) {
        const start = performance.now();
        extract({ id }, piece.repeat(100_000 / piece.length));
        expect(performance.now() - start).toBeLessThan(2000);
      }
    }
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...bounded), (text, { id }) => {
        const found = extract({ id }, text);
        if (found !== undefined && id !== "last-number") expect(text).toContain(found);
      }),
    );
  });

  test("an unknown format is a bug", () => {
    expect(() => formatOf({ id: "other" as "raw" })).toThrow("no answer format");
  });
});
