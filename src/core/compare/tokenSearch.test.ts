import { describe, expect, test } from "vitest";
import type { Token } from "../model";
import { findTokens, readTokenSearch } from "./tokenSearch";

const VOCABULARY: Token[] = [
  { text: "<|end|>", kind: "special" as const },
  { text: "the", kind: "text" as const },
  { text: " the", kind: "text" as const },
  { text: " Then", kind: "text" as const },
  { text: "\n", kind: "text" as const },
  { text: ".\n\n", kind: "text" as const },
  { text: "<0xE2>", kind: "bytes" as const },
  { text: "<0xE2><0x82>", kind: "bytes" as const },
  { text: "€", kind: "text" as const },
  { text: "4", kind: "text" as const },
  { text: "\\n", kind: "text" as const },
  { text: "·", kind: "text" as const },
  { text: "\u200b", kind: "text" as const },
  { text: "\u0001", kind: "text" as const },
  { text: "", kind: "text" as const },
].map((token, id) => ({ id, ...token }));

/** The tokens found, those that were named first. */
function found(typed: string): string[] {
  const { named, others } = findTokens(VOCABULARY, readTokenSearch(typed));
  return [...named, ...others].map((id) => VOCABULARY[id]?.text ?? "");
}

describe("a search for tokens", () => {
  test("finds plain text anywhere in a token, without regard to case, spaces counting", () => {
    expect(found("THE")).toEqual(["the", " the", " Then"]);
    expect(found(" the")).toEqual([" the", " Then"]);
    expect(found("zebra")).toEqual([]);
  });

  test("finds all tokens when nothing was typed", () => {
    expect(found("")).toHaveLength(VOCABULARY.length);
  });

  test("reads the form in which a token is shown, and the mark itself", () => {
    expect(found("·the")).toEqual([" the", " Then"]);
    expect(found("·")).toEqual([" the", " Then", "·"]);
    expect(found("↵")).toEqual(["\n", ".\n\n"]);
    expect(found("U+200B")).toEqual(["\u200b"]);
    expect(found("U+0001")).toEqual(["\u0001"]);
    expect(found("␁")).toEqual(["\u0001"]);
    expect(found("∅")).toEqual([""]);
  });

  test("reads escapes, and the letters they are written with", () => {
    expect(found("\\n")).toEqual(["\n", ".\n\n", "\\n"]);
    expect(found("\\u200b")).toEqual(["\u200b"]);
    expect(found("\\u{20ac}")).toEqual(["€"]);
    expect(found("\\x01")).toEqual(["\u0001"]);
    expect(found("\\u{ffffff}")).toEqual([]);
  });

  test.each(["0x0A", "<0x0A>", "0x0a", " <0x0A>"])(
    "%s is the byte, the token that is nothing else first",
    (typed) => {
      expect(found(typed)).toEqual(["\n", ".\n\n"]);
    },
  );

  test("reads several bytes, whether they are a character or not", () => {
    expect(found("0xE2")).toEqual(["<0xE2>", "<0xE2><0x82>"]);
    expect(found("<0xe2><0x82>")).toEqual(["<0xE2><0x82>"]);
    expect(found("0xE2 0x82 0xAC")).toEqual(["€"]);
    expect(found("0xE282AC")).toEqual(["€"]);
  });

  test("reads a number as an id, first, and as a text", () => {
    expect(found("4")).toEqual(["\n", "4"]);
    expect(found("#4")).toEqual(["\n"]);
    expect(found("#999")).toEqual([]);
    expect(found("04")).toEqual([]);
    expect(readTokenSearch("9".repeat(30)).id).toBeUndefined();
  });
});
