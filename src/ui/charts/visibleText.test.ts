import { describe, expect, test } from "vitest";
import { visibleText } from "./visibleText";

describe("visibleText", () => {
  test("leaves ordinary text in one run, whatever the script", () => {
    for (const text of ["two", "שלום", "你好", "é", "👩‍👩‍👧", "नमस्ते"]) {
      expect(visibleText(text)).toEqual([{ text, mark: false }]);
    }
  });

  test("marks spaces, line breaks and tabs", () => {
    expect(visibleText(" two")).toEqual([
      { text: "·", mark: true },
      { text: "two", mark: false },
    ]);
    expect(visibleText("\n\n\t\u00a0")).toEqual([{ text: "↵↵⇥⍽", mark: true }]);
  });

  test("shows control characters as their pictures and the empty text as ∅", () => {
    expect(visibleText("\u0000\u001b\u007f")).toEqual([{ text: "␀␛␡", mark: true }]);
    expect(visibleText("")).toEqual([{ text: "∅", mark: true }]);
  });

  test("names what would hide or reorder: zero-width space, right-to-left override, lone surrogate", () => {
    expect(visibleText("a\u202eb").map((run) => run.text)).toEqual(["a", "U+202E", "b"]);
    expect(visibleText("\u200b")).toEqual([{ text: "U+200B", mark: true }]);
    expect(visibleText("\ud83d")).toEqual([{ text: "U+D83D", mark: true }]);
  });

  test("names a joiner that stands alone", () => {
    expect(visibleText("\u200d")).toEqual([{ text: "U+200D", mark: true }]);
  });
});
