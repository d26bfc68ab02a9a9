import { describe, expect, test } from "vitest";
import { TableTokenizer } from "../../backends/table/tableTokenizer";
import type { ModelInfo, Token } from "../model";
import { ApartText } from "./apartText";
import type { ReadSide } from "./readEvents";

const words = new TableTokenizer(["straw", "berry", " and", " cream"]);
const bytes = new TableTokenizer([]);

function side(tokenizer: TableTokenizer, text: string): ReadSide {
  const solution: Token[] = tokenizer.encode(text, false).map((id) => tokenizer.token(id));
  return { info: {} as ModelInfo, prompt: [], templated: true, solution };
}

/** A text of which A was surprised by 2 bits per token, B by 1. */
function read(text: string, a = words, b = bytes): ApartText {
  const [sideA, sideB] = [side(a, text), side(b, text)];
  let whole = ApartText.begin({ type: "read-start", run: 3, a: sideA, b: sideB }, text);
  for (const [name, { solution }, bits] of [["a", sideA, 2] as const, ["b", sideB, 1] as const]) {
    const logprobs = Float64Array.from(solution, () => -bits * Math.LN2);
    const ranks = Uint32Array.from(solution, (_, index) => index + 1);
    whole = whole.with({ type: "read-block", run: 3, side: name, from: 0, logprobs, ranks });
  }
  return whole;
}

describe("a text that two models cut differently", () => {
  test("has both totals per byte, whatever the number of tokens", () => {
    const text = read("strawberry and cream");
    expect(text.bytes).toBe(20);
    expect(text.a.solution).toHaveLength(4);
    expect(text.bitsPerByte("a")).toBeCloseTo((4 * 2) / 20, 12);
    expect(text.bitsPerByte("b")).toBeCloseTo(1, 12);
  });

  test("has spans between common borders with both sums, which add up to the totals", () => {
    const spans = read("strawberry and cream").spans() ?? [];
    expect(spans.map(({ text }) => text)).toEqual(["straw", "berry", " and", " cream"]);
    expect(spans.map(({ b }) => Math.round(b.surprise / Math.LN2))).toEqual([5, 5, 4, 6]);
    expect(spans.map(({ a }) => Math.round(a.surprise / Math.LN2))).toEqual([2, 2, 2, 2]);
  });

  test("never has a span that cuts a character, where both cut it", () => {
    expect(
      read("a東b", bytes, new TableTokenizer(["a"]))
        .spans()
        ?.map(({ text }) => text),
    ).toEqual(["a", "東", "b"]);
  });

  test("has neither totals nor spans before it is read to its end", () => {
    const text = "strawberry";
    const begun = ApartText.begin(
      { type: "read-start", run: 1, a: side(words, text), b: side(bytes, text) },
      text,
    );
    expect([begun.complete, begun.bitsPerByte("a"), begun.spans()]).toEqual([false, NaN, undefined]);
  });

  test("keeps its totals where a tokenizer spells another text, but has no spans", () => {
    const lower = side(words, "strawberry");
    const text = "Strawberry";
    let whole = ApartText.begin({ type: "read-start", run: 1, a: lower, b: side(bytes, text) }, text);
    for (const name of ["a", "b"] as const) {
      const logprobs = new Float64Array(whole[name].solution.length).fill(-1);
      whole = whole.with({
        type: "read-block",
        run: 1,
        side: name,
        from: 0,
        logprobs,
        ranks: new Uint32Array(0),
      });
    }
    expect(whole.spans()).toBeUndefined();
    expect(whole.bitsPerByte("a")).toBeCloseTo(2 / Math.LN2 / 10, 12);
  });
});
