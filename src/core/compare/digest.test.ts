import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LETTERS } from "../config/letters";
import type { ModelInfo } from "../model";
import {
  DIGEST_MEASURES,
  digestOf,
  formatDigest,
  ID_STRETCHES,
  madeDifferently,
  madeWith,
  NUMBER_STRETCHES,
  parseDigest,
  reproduce,
  type ComparisonDigest,
  type DigestedComparison,
} from "./digest";

const INFO: ModelInfo = {
  id: "base",
  revision: "4dfeaa3cdb53",
  dtype: "fp32",
  device: "wasm",
  vocabSize: 1024,
  logitsWidth: 1024,
  contextLength: 512,
  tokenizer: "t",
  chat: true,
  endOfText: [2],
};

const column = (count: number, max: number) =>
  fc.array(fc.double({ min: 0, max, noNaN: true }), { minLength: count, maxLength: count });

const anyComparison = fc
  .integer({ min: 1, max: 300 })
  .chain((count) =>
    fc.record({
      prompt: fc.array(fc.nat(150_000), { maxLength: 20 }),
      solution: fc.array(fc.nat(150_000), { minLength: count, maxLength: count }),
      js: column(count, Math.LN2),
      entropyA: column(count, 12),
      entropyB: column(count, 12),
      temperature: fc.constantFrom(0.05, 0.5, 1, 2),
    }),
  )
  .map((columns): DigestedComparison => ({
    ...columns,
    a: INFO,
    b: { ...INFO, id: "rl", revision: "72f0853c7310" },
  }));

/** `count` positions at which both models are undecided and a little apart. */
function even(count: number): DigestedComparison {
  return {
    prompt: [1, 5, 6],
    solution: Array.from({ length: count }, (_, position) => 10 + position),
    js: new Array<number>(count).fill(0.02),
    entropyA: new Array<number>(count).fill(1),
    entropyB: new Array<number>(count).fill(2),
    temperature: 1,
    a: INFO,
    b: INFO,
  };
}

const changed = <T>(list: ArrayLike<T>, from: number, to: (value: T) => T): T[] =>
  Array.from(list, (value, position) => (position < from ? value : to(value)));

const digest = (comparison: DigestedComparison): ComparisonDigest => {
  const made = digestOf(comparison);
  if (made === undefined) throw new Error("nothing to digest");
  return made;
};

describe("digestOf", () => {
  test("stands in a link as it is, three letters a token after at most 24 for the ids", () => {
    expect(formatDigest(digest(even(5)))).toMatchInlineSnapshot(
      `"5.aPoII9gvAue4b.jkIjkIjkIjkIjkI.wasm:fp32:4dfeaa3c.wasm:fp32:4dfeaa3c.t1"`,
    );
    fc.assert(
      fc.property(anyComparison, (comparison) => {
        const text = formatDigest(digest(comparison));
        expect(text).toMatch(/^[\w.:-]+$/);
        expect(text.split(".")[1]?.length).toBeLessThanOrEqual(24);
        expect(text.length).toBeLessThanOrEqual(2 * 24 + 3 * 96 + 40);
      }),
    );
  });

  test("is undefined of no tokens, and of numbers that are none", () => {
    expect(digestOf(even(0))).toBeUndefined();
    expect(digestOf({ ...even(3), js: [0, NaN, 0] })).toBeUndefined();
    expect(digestOf({ ...even(3), entropyB: [0, Infinity, 0] })).toBeUndefined();
    expect(digestOf({ ...even(3), entropyB: [0, 0] })).toBeUndefined();
  });

  test("keeps of a revision and a dtype what a link can hold", () => {
    expect(madeWith({ ...INFO, dtype: "int 4/group&32 of something", revision: "refs/pr/7" })).toEqual({
      device: "wasm",
      dtype: "int4group32ofsom",
      revision: "refspr7",
    });
  });
});

describe("parseDigest", () => {
  test("gives back what was formatted", () => {
    fc.assert(
      fc.property(anyComparison, (comparison) => {
        const made = digest(comparison);
        expect(parseDigest(formatDigest(made))).toEqual(made);
      }),
    );
  });

  test("says of a text that models wrote by which settings, and tells others apart", () => {
    const [one, other] = ["seed 1", "seed 2"].map((settings) => digest({ ...even(5), settings }));
    expect(formatDigest(one!)).toMatch(/\.t1\.s[\w-]{4}$/);
    expect(parseDigest(formatDigest(one!))).toEqual(one);
    expect(one!.settings).not.toBe(other!.settings);
    expect(reproduce(one!, even(5))).toEqual({ type: "reproduced" });
  });

  test("reads the digests of older links, which do not say their temperature", () => {
    const { temperature, ...older } = digest(even(5));
    expect(temperature).toBe(1);
    expect(parseDigest(formatDigest(older))).toEqual(older);
    for (const odd of ["t", "t0", "t01", "t1.0", "t1e3", "t-1", "t1.t1"])
      expect(parseDigest(`${formatDigest(older)}.${odd}`), odd).toBeUndefined();
  });

  test("refuses every other text and never throws", () => {
    const good = formatDigest(digest(even(5)));
    expect(parseDigest(good)).toBeDefined();
    for (const bad of [
      "",
      "1",
      `6${good.slice(1)}`,
      `${good}x`.repeat(9),
      good.replace("wasm", ""),
      `0${good}`,
    ])
      expect(parseDigest(bad), bad).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), fc.nat(good.length), fc.nat(4), (text, at, gone) => {
        const read = parseDigest(good.slice(0, at) + text + good.slice(at + gone));
        if (read !== undefined) expect(parseDigest(formatDigest(read))).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("reproduce", () => {
  test("holds for the comparison itself, and for numbers that differ as two devices' do", () => {
    const shaken = fc.double({ min: -0.5, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(anyComparison, shaken, shaken, (comparison, x, y) => {
        const stretch = Math.max(1, 1 / comparison.temperature);
        const root = (js: number): number => Math.max(0, Math.sqrt(js) + x * 0.004 * 0.99 * stretch) ** 2;
        const entropy = (value: number): number => value + y * 0.01 * 0.99 * stretch;
        const elsewhere = {
          ...comparison,
          js: changed(comparison.js, 0, root),
          entropyA: changed(comparison.entropyA, 0, entropy),
          entropyB: changed(comparison.entropyB, 0, (value) => 2 * value - entropy(value)),
        };
        expect(reproduce(digest(comparison), elsewhere)).toEqual({ type: "reproduced" });
      }),
    );
  });

  test("names the first token whose numbers differ, and which of them do", () => {
    const comparison = even(60);
    const js = changed(comparison.js, 16, () => 0.03);
    expect(reproduce(digest(comparison), { ...comparison, js })).toEqual({
      ...{ type: "differs", what: "numbers", from: 16, to: 16 },
      measures: ["js"],
    });
    const entropyB = changed(comparison.entropyB, 59, (value) => value + 0.02);
    expect(reproduce(digest(comparison), { ...comparison, entropyB })).toEqual({
      ...{ type: "differs", what: "numbers", from: 59, to: 59 },
      measures: ["entropyB"],
    });
  });

  test("of a long text names the stretch", () => {
    const comparison = even(960);
    const entropyA = changed(comparison.entropyA, 500, (value) => value + 0.1);
    expect(reproduce(digest(comparison), { ...comparison, entropyA })).toMatchObject({
      ...{ what: "numbers", from: 500, to: 509 },
    });
    expect(NUMBER_STRETCHES).toBe(96);
  });

  test.each([0, 1, 7, 33, 59])("names the first other token (%i)", (position) => {
    const comparison = even(60);
    const solution = changed(comparison.solution, position, (id) => id + 1000);
    const elsewhere = {
      ...comparison,
      solution,
      // What follows another token is predicted otherwise.
      entropyA: changed(comparison.entropyA, position + 1, (value) => value + 0.11),
    };
    const verdict = reproduce(digest(comparison), elsewhere);
    const exact = position < 59;
    expect(verdict).toMatchObject({ type: "differs", what: "tokens" });
    if (verdict.type !== "differs" || verdict.what !== "tokens") return;
    if (exact) expect([verdict.from, verdict.to]).toEqual([position, position]);
    else {
      expect(verdict.from).toBeLessThanOrEqual(position);
      expect(verdict.to).toBe(position);
      expect(verdict.to - verdict.from).toBeLessThan(60 / ID_STRETCHES + 1);
    }
  });

  test("a text that is cut short or goes on differs where it ends", () => {
    const comparison = even(60);
    const shorter = even(41);
    const longer = even(70);
    expect(reproduce(digest(comparison), shorter)).toMatchObject({ what: "tokens", from: 41, to: 44 });
    expect(reproduce(digest(comparison), longer)).toMatchObject({ what: "tokens", from: 60, to: 69 });
  });

  test("another prompt is named as such", () => {
    const comparison = even(4);
    expect(reproduce(digest(comparison), { ...comparison, prompt: [1, 5, 7] })).toEqual({
      ...{ type: "differs", what: "prompt" },
    });
  });

  test("a difference of one and a half steps is always seen, but for whole turns of the letters", () => {
    for (const measure of DIGEST_MEASURES) {
      for (let start = 0; start < 1; start += 0.05) {
        const comparison = { ...even(1), entropyA: [3 + start * 0.01], entropyB: [3 + start * 0.01] };
        const root = 0.3 + start * 0.004;
        const at = { ...comparison, js: [root ** 2] };
        const steps = 1.51;
        const moved = {
          ...at,
          ...(measure.id === "js" ? { js: [(root + steps * 0.004) ** 2] } : {}),
          ...(measure.id === "entropyA" ? { entropyA: [at.entropyA[0]! + steps * 0.01] } : {}),
          ...(measure.id === "entropyB" ? { entropyB: [at.entropyB[0]! + steps * 0.01] } : {}),
        };
        expect(reproduce(digest(at), moved).type).toBe("differs");
      }
    }
    expect(LETTERS).toHaveLength(64);
  });
});

test("madeDifferently names what differs, the gravest first, and nothing of an unknown revision", () => {
  const here = madeWith(INFO);
  expect(madeDifferently(here, here)).toEqual([]);
  expect(madeDifferently(here, { device: "webgpu", dtype: "q4f16", revision: "aaaa" })).toEqual([
    "revision",
    "dtype",
    "device",
  ]);
  expect(madeDifferently(here, { ...here, revision: "" })).toEqual([]);
});
