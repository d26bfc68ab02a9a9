import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Token } from "../../../core/model";
import { chunksOf } from "./chunks";

const tokens = (texts: readonly string[]): Token[] => texts.map((text, id) => ({ id, text, kind: "text" }));
const words = (count: number, text = " word") => tokens(Array.from({ length: count }, () => text));

describe("chunksOf", () => {
  test("nothing is no chunk", () => {
    expect(chunksOf([])).toEqual([]);
  });

  test("leaves a short text whole", () => {
    expect(chunksOf(words(700))).toEqual([{ from: 0, to: 700 }]);
  });

  test("cuts after a newline where there is one", () => {
    const text = [...words(300), ...tokens(["\n"]), ...words(300)];
    expect(chunksOf(text)).toEqual([
      { from: 0, to: 301 },
      { from: 301, to: 601 },
    ]);
  });

  test("cuts before a word where there is no newline", () => {
    const text = [...words(760), ...words(240, "x")];
    expect(chunksOf(text)).toEqual([
      { from: 0, to: 759 },
      { from: 759, to: 1000 },
    ]);
  });

  test("cuts anywhere where there is nothing better", () => {
    expect(chunksOf(words(1000, "x"))).toEqual([
      { from: 0, to: 768 },
      { from: 768, to: 1000 },
    ]);
  });

  test("never cuts a character of several tokens", () => {
    const bytes = ["<0xF0>", "<0x9F>", "<0x8D>", "<0x93>"].map((text, id): Token => ({
      id,
      text,
      kind: "bytes",
    }));
    const berries = [...words(1, "x"), ...Array.from({ length: 300 }, () => bytes).flat()];
    expect(chunksOf(berries)[0]).toEqual({ from: 0, to: 765 });
  });

  test("covers every token once, and the cuts stay while a text grows", () => {
    const texts = fc.array(fc.constantFrom("a", " b", "\n"), { minLength: 800, maxLength: 3000 });
    fc.assert(
      fc.property(texts, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const whole = chunksOf(tokens(all));
        expect(whole.flatMap(({ from, to }) => [from, to])).toEqual([
          0,
          ...whole.slice(0, -1).flatMap(({ to }) => [to, to]),
          all.length,
        ]);
        const part = chunksOf(tokens(all.slice(0, Math.floor(share * all.length))));
        expect(part.slice(0, -1)).toEqual(whole.slice(0, Math.max(0, part.length - 1)));
      }),
      { numRuns: 50 },
    );
  });
});
