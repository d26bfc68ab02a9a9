import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TableTokenizer } from "./tableTokenizer";

/** Texts of any characters that UTF-8 can write. */
const wellFormed = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }).filter((point) => point < 0xd800 || point > 0xdfff))
  .map((points) => String.fromCodePoint(...points));

const tokenizer = new TableTokenizer(["straw", "strawberry", "berry", " ", "é"]);

describe("TableTokenizer", () => {
  test("takes the longest piece at every place", () => {
    const texts = tokenizer.encode("strawberry straw berry", false).map((id) => tokenizer.token(id).text);
    expect(texts).toEqual(["strawberry", " ", "straw", " ", "berry"]);
  });

  test("decode gives back every well-formed text", () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        expect(tokenizer.decode(tokenizer.encode(text, false))).toBe(text);
      }),
    );
  });

  test("a lone surrogate becomes the replacement character, as in UTF-8", () => {
    expect(tokenizer.decode(tokenizer.encode("a\ud800b", false))).toBe("a\ufffdb");
  });

  test("what no piece covers falls back to bytes, ASCII ones shown as text", () => {
    const tokens = tokenizer.encode("x€", false).map((id) => tokenizer.token(id));
    expect(tokens.map(({ text, kind }) => [text, kind])).toEqual([
      ["x", "text"],
      ["<0xE2>", "bytes"],
      ["<0x82>", "bytes"],
      ["<0xAC>", "bytes"],
    ]);
  });

  test("reads special spellings only when asked to", () => {
    expect(tokenizer.encode("<|end|>", true)).toEqual([TableTokenizer.end]);
    expect(tokenizer.encode("<|end|>", false)).not.toContain(TableTokenizer.end);
    expect(tokenizer.token(TableTokenizer.end)).toEqual({ id: 3, text: "<|end|>", kind: "special" });
  });

  test("tokenizers with different pieces have different fingerprints", () => {
    expect(new TableTokenizer(["a"]).fingerprint).not.toBe(new TableTokenizer(["b"]).fingerprint);
    expect(new TableTokenizer(["a"]).fingerprint).toBe(new TableTokenizer(["a"]).fingerprint);
  });

  test("refuses pieces that are empty or twice there", () => {
    expect(() => new TableTokenizer([""])).toThrow(RangeError);
    expect(() => new TableTokenizer(["a", "a"])).toThrow(RangeError);
  });
});
