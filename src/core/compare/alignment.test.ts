import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TableTokenizer } from "../../backends/table/tableTokenizer";
import type { Token } from "../model";
import { align, bitsPerByte, textBytes, tokenEnds, type TokenBorders } from "./alignment";

const word = (text: string): Token => ({ id: 0, text, kind: "text" });
const borders = (...ends: number[]): TokenBorders => ({ ends, surprise: ends.map((_, i) => 2 ** i) });

describe("align", () => {
  test("cuts where both have a border, and sums what lies between", () => {
    //  A: straw|berry|s      B: str|awberry|s
    expect(align(borders(5, 10, 11), borders(3, 10, 11))).toEqual([
      { from: 0, to: 10, a: { from: 0, to: 2, surprise: 3 }, b: { from: 0, to: 2, surprise: 3 } },
      { from: 10, to: 11, a: { from: 2, to: 3, surprise: 4 }, b: { from: 2, to: 3, surprise: 4 } },
    ]);
  });

  test("gives one span per token for equal tokenizers, and one for all where nothing meets", () => {
    expect(align(borders(1, 2, 3), borders(1, 2, 3)).map(({ to }) => to)).toEqual([1, 2, 3]);
    expect(align(borders(1, 6), borders(2, 4, 6))).toHaveLength(1);
  });

  test("puts tokens without bytes into the span that ends with them, at the beginning into the first", () => {
    const spans = align(borders(0, 2, 2, 4, 4), borders(2, 4));
    expect(spans.map(({ a }) => [a.from, a.to])).toEqual([
      [0, 3],
      [3, 5],
    ]);
  });

  test("of an empty text there are no spans; of two texts there is no alignment", () => {
    expect(align(borders(), borders())).toEqual([]);
    expect(() => align(borders(3), borders(4))).toThrow(RangeError);
  });

  test("cuts only where it may, and always at the end", () => {
    const spans = align(borders(1, 2, 3), borders(1, 2, 3), (at) => at === 2);
    expect(spans.map(({ to }) => to)).toEqual([2, 3]);
    expect(align(borders(1, 2), borders(1, 2), () => false).map(({ to }) => to)).toEqual([2]);
  });

  test("keeps every byte, every token and all of both sums, whatever the tokens", () => {
    const tokensOf = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(tokensOf, tokensOf, (first, second) => {
        const [a, b] = [endsOf(first), endsOf(second)];
        const length = Math.max(a.at(-1) ?? 0, b.at(-1) ?? 0);
        for (const ends of [a, b]) if (ends.at(-1) !== length) ends.push(length);
        const sides = { a: withSurprise(a), b: withSurprise(b) };
        const spans = align(sides.a, sides.b);
        expect(spans.map(({ from }) => from)).toEqual(
          [0, ...spans.map(({ to }) => to)].slice(0, spans.length),
        );
        if (length > 0) expect(spans.at(-1)?.to).toBe(length);
        for (const side of ["a", "b"] as const) {
          const parts = spans.map((span) => span[side]);
          expect(parts.map(({ from }) => from)).toEqual(
            [0, ...parts.map(({ to }) => to)].slice(0, parts.length),
          );
          if (length === 0) continue;
          expect(parts.at(-1)?.to).toBe(sides[side].ends.length);
          expect(sum(parts.map(({ surprise }) => surprise))).toBe(sum(sides[side].surprise));
        }
        // Inside a span no byte is a border of both.
        for (const { from, to } of spans)
          for (let at = from + 1; at < to; at++) expect(a.includes(at) && b.includes(at)).toBe(false);
      }),
    );
  });
});

describe("tokenEnds", () => {
  const bytes = textBytes("Straße 東");

  test("counts bytes, not characters", () => {
    expect(tokenEnds([word("Stra"), word("ße"), word(" 東")], bytes)).toEqual([4, 7, 11]);
  });

  test("reads bytes of a character that several tokens share", () => {
    const half = (text: string): Token => ({ id: 0, text, kind: "bytes" });
    expect(tokenEnds([word("Straße "), half("<0xE6>"), half("<0x9D><0xB1>")], bytes)).toEqual([8, 9, 11]);
  });

  test("gives special tokens no bytes", () => {
    const end: Token = { id: 3, text: "<|end|>", kind: "special" };
    expect(tokenEnds([end, word("Straße 東"), end], bytes)).toEqual([0, 11, 11]);
  });

  test("does not count the space that a tokenizer put in front", () => {
    expect(tokenEnds([word(" "), word("Straße"), word(" 東")], bytes)).toEqual([0, 7, 11]);
    expect(tokenEnds([word(" Straße"), word(" 東")], bytes)).toEqual([7, 11]);
  });

  test("says nothing where the tokens spell another text", () => {
    expect(tokenEnds([word("strasse 東")], bytes)).toBeUndefined();
    expect(tokenEnds([word("Strasse")], bytes)).toBeUndefined();
    expect(tokenEnds([], bytes)).toBeUndefined();
    expect(tokenEnds([], textBytes(""))).toEqual([]);
  });

  test("agrees with the tokenizer on any text, in any script", () => {
    const tokenizers = [new TableTokenizer([]), new TableTokenizer(["a", "ab", " the", "ß", "東京"])];
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
        const well = text.replace(/\p{Surrogate}/gu, "");
        for (const tokenizer of tokenizers) {
          const tokens = tokenizer.encode(well, false).map((id) => tokenizer.token(id));
          expect(tokenEnds(tokens, textBytes(well))?.at(-1) ?? 0).toBe(textBytes(well).length);
        }
      }),
    );
  });
});

test("bits per byte do not depend on how a text is cut", () => {
  expect(bitsPerByte(8 * Math.LN2, 4)).toBe(2);
});

function endsOf(lengths: readonly number[]): number[] {
  let at = 0;
  return lengths.map((length) => (at += length));
}

function withSurprise(ends: number[]): TokenBorders {
  return { ends, surprise: ends.map((end, index) => ((end * 7 + index * 3) % 16) / 4) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
