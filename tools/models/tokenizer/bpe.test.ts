import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyMerge, BYTE_LETTERS, pieces, trainBpe } from "./bpe";

describe("BYTE_LETTERS", () => {
  it("has one character for each byte, printable ASCII as itself and a space as Ġ", () => {
    expect(new Set(BYTE_LETTERS).size).toBe(256);
    expect(BYTE_LETTERS["A".charCodeAt(0)]).toBe("A");
    expect(BYTE_LETTERS[32]).toBe("Ġ");
    expect(BYTE_LETTERS.filter((letter) => /\s/.test(letter))).toEqual([]);
  });
});

describe("pieces", () => {
  it("keeps a space with the word after it and cuts every digit off", () => {
    expect(pieces("Mia has 27 apples, so \\boxed{9}")).toEqual([
      "Mia",
      "Ġhas",
      "Ġ",
      "2",
      "7",
      "Ġapples",
      ",",
      "Ġso",
      "Ġ\\",
      "boxed",
      "{",
      "9",
      "}",
    ]);
  });

  it("gives all bytes of any text, in order", () => {
    const bytes = new Map(BYTE_LETTERS.map((letter, byte) => [letter, byte]));
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const read = Uint8Array.from([...pieces(text).join("")], (letter) => bytes.get(letter) ?? NaN);
        expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(read)).toBe(text);
      }),
    );
  });
});

describe("applyMerge", () => {
  it("joins from left to right, and what is joined is not taken again", () => {
    expect(applyMerge(["a", "a", "a", "a", "a"], ["a", "a"])).toEqual(["aa", "aa", "a"]);
    expect(applyMerge(["a", "b", "c", "a", "b"], ["a", "b"])).toEqual(["ab", "c", "ab"]);
  });

  it("leaves tokens without the pair as they are", () => {
    expect(applyMerge(["b", "a"], ["a", "b"])).toEqual(["b", "a"]);
    expect(applyMerge([], ["a", "b"])).toEqual([]);
  });
});

describe("trainBpe", () => {
  it("learns the most frequent pair first (the example of Sennrich et al.)", () => {
    const texts = [
      ..."low ".repeat(5).trim().split(" "),
      ..."lower ".repeat(2).trim().split(" "),
      ..."newest ".repeat(6).trim().split(" "),
      ..."widest ".repeat(3).trim().split(" "),
    ];
    expect(trainBpe(texts, 4)).toEqual([
      ["e", "s"],
      ["es", "t"],
      ["l", "o"],
      ["lo", "w"],
    ]);
  });

  it("puts given merges first, counts them, and stops where no pair comes twice", () => {
    expect(trainBpe(["ab ab cd"], 10, [["Ġ", "c"]])).toEqual([
      ["Ġ", "c"],
      ["a", "b"],
    ]);
  });

  it("never joins two digits, nor a digit and a word", () => {
    const merges = trainBpe(["12 12 12 a1 a1 a1"], 20);
    expect(merges.filter((pair) => /\d/.test(pair.join("")))).toEqual([]);
  });
});
