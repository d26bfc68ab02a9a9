import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Token } from "../../core/model";
import { tokenDisplay, tokenLabel } from "./tokenDisplay";

const token = (text: string, kind: Token["kind"] = "text"): Token => ({ id: 0, text, kind });

/** "plain" or "[mark]" per segment. */
const drawn = (text: string) =>
  tokenDisplay(token(text)).segments.map((segment) =>
    segment.mark === undefined ? segment.text : `[${segment.mark}]`,
  );

describe("tokenDisplay", () => {
  test("leaves a plain word as it is", () => {
    expect(tokenDisplay(token("two"))).toEqual({
      kind: "text",
      leadingSpace: false,
      segments: [{ text: "two" }],
    });
  });

  test("says that a token begins with a space, and keeps the space in the text", () => {
    expect(tokenDisplay(token(" two"))).toEqual({
      kind: "text",
      leadingSpace: true,
      segments: [{ text: " two" }],
    });
  });

  test.each([
    ["\n", ["[↵]"]],
    ["\n\n", ["[↵]", "[↵]"]],
    [".\n", [".", "[↵]"]],
    ["\r\n", ["[␍]", "[↵]"]],
    ["\t", ["[⇥]"]],
    [" ", ["[·]"]],
    ["    ", ["[····]"]],
    ["  x", ["[··]", "x"]],
    ["x ", ["x", "[·]"]],
    [" a b", [" a b"]],
    [" \n", ["[·]", "[↵]"]],
    ["a\u200bb", ["a", "[U+200B]", "b"]],
    ["\u202e", ["[U+202E]"]],
    ["\u0000", ["[U+0000]"]],
    ["\u00a0", ["[⍽]"]],
    ["\ufeff", ["[U+FEFF]"]],
    ["", ["[∅]"]],
  ])("draws %j as %j", (text, expected) => {
    expect(drawn(text)).toEqual(expected);
  });

  test("keeps the joiners of emoji and scripts where they join, and marks them alone", () => {
    expect(drawn("👩‍🚀")).toEqual(["👩‍🚀"]);
    expect(drawn("❤️")).toEqual(["❤️"]);
    expect(drawn("می‌خواهم")).toEqual(["می‌خواهم"]);
    expect(drawn("\u200d")).toEqual(["[U+200D]"]);
  });

  test("leaves right-to-left text and accents alone", () => {
    expect(drawn(" שלום")).toEqual([" שלום"]);
    expect(drawn("e\u0301te\u0301")).toEqual(["e\u0301te\u0301"]);
  });

  test("gives back the text when copied, but for characters that would hide or reorder others", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", " ", "\n", "\t", "é", "👩", "\r", "ا") }),
        (text) => {
          const segments = tokenDisplay(token(text)).segments;
          expect(segments.map((segment) => segment.text).join("")).toBe(text);
        },
      ),
    );
  });

  test("shows something for any token", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const visible = drawn(text).join("");
        expect(visible).not.toBe("");
        expect(visible).not.toMatch(/[\u0000-\u001f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("tokenLabel", () => {
  test("is one line", () => {
    expect(["two", " two", "\n\n", "  x", "<|end|>"].map((text) => tokenLabel(token(text)))).toEqual([
      "two",
      "·two",
      "↵↵",
      "··x",
      "<|end|>",
    ]);
  });

  test("cuts what is long without cutting a character", () => {
    expect(tokenLabel(token("😀".repeat(100)), 5)).toBe("😀😀😀😀…");
  });
});
