import { describe, expect, test } from "vitest";
import { textRuns, visibleText } from "./visibleText";

const runs = (text: string) => textRuns(visibleText(text));

describe("a text in one line", () => {
  test("leaves ordinary text in one run, whatever the script", () => {
    for (const text of ["two", "שלום", "你好", "é", "👩‍👩‍👧", "नमस्ते"]) {
      expect(runs(text)).toEqual([{ text, mark: false }]);
    }
  });

  test("marks spaces, line breaks and tabs", () => {
    expect(runs(" two")).toEqual([
      { text: "·", mark: true },
      { text: "two", mark: false },
    ]);
    expect(runs("\n\n\t\u00a0")).toEqual([{ text: "↵↵⇥⍽", mark: true }]);
  });

  test("leaves a space between words alone and marks those at the ends", () => {
    expect(runs(" a b ").map((run) => run.text)).toEqual(["·", "a b", "·"]);
  });

  test("names control characters and shows the empty text as ∅", () => {
    expect(runs("\u0000\u007f")).toEqual([{ text: "U+0000U+007F", mark: true }]);
    expect(runs("")).toEqual([{ text: "∅", mark: true }]);
  });

  test("names what would hide or reorder: zero-width space, right-to-left override, lone surrogate", () => {
    expect(runs("a\u202eb").map((run) => run.text)).toEqual(["a", "U+202E", "b"]);
    expect(runs("\u200b")).toEqual([{ text: "U+200B", mark: true }]);
    expect(runs("\ud83d")).toEqual([{ text: "U+D83D", mark: true }]);
  });

  test("names a joiner that stands alone", () => {
    expect(runs("\u200d")).toEqual([{ text: "U+200D", mark: true }]);
  });
});
