import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastBoxed } from "./boxed";

describe("lastBoxed", () => {
  it.each([
    ["one box", "The answer is \\boxed{42}", "42"],
    ["the last of several", "\\boxed{1} no, \\boxed{2}.", "2"],
    ["matched braces inside", "\\boxed{\\frac{1}{2}}", "\\frac{1}{2}"],
    ["an empty box", "\\boxed{}", ""],
    ["spaces and lines as they are", "\\boxed{ 4\n2 }", " 4\n2 "],
    ["the inner of nested boxes", "\\boxed{a \\boxed{b}}", "b"],
    ["escaped braces as text", "\\boxed{\\{1\\}}", "\\{1\\}"],
    ["the last that closes, where a later one is cut off", "\\boxed{7} so \\boxed{8", "7"],
    ["a box at the very beginning", "\\boxed{0} and more", "0"],
  ])("finds %s", (_, text, content) => {
    expect(lastBoxed(text)).toBe(content);
  });

  it.each(["", "42", "boxed{42}", "\\boxed 42", "\\boxed{42", "\\boxed{{42}", "\\boxed{4\\}", "\\Boxed{1}"])(
    "finds nothing in %j",
    (text) => {
      expect(lastBoxed(text)).toBeUndefined();
    },
  );

  it("returns any content without braces and backslashes unchanged, whatever stands around", () => {
    const plain = fc.string({ unit: "binary" }).map((text) => text.replace(/[{}\\]/g, ""));
    fc.assert(
      fc.property(plain, plain, plain, (before, content, after) => {
        expect(lastBoxed(`${before}\\boxed{${content}}${after}`)).toBe(content);
      }),
    );
  });
});
