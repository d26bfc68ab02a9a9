import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { walkPolicy } from "../../../../../tests/support/walkPolicy";

const control = (tokens: number, length: number, of: number, luck: { seed?: number; sample?: number } = {}) =>
  walkPolicy(
    { policy: "control", own: { controlTokens: tokens, controlLength: length } },
    new Array<number>(of).fill(0),
    luck,
  ).authors;
const count = (authors: string) => authors.replaceAll("a", "").length;

describe("control", () => {
  test("gives B exactly n of the first L positions and none after, whatever the seed and sample", () => {
    fc.assert(
      fc.property(
        fc.record({ seed: fc.nat(), sample: fc.nat(1000) }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(80),
        fc.integer({ min: 1, max: 90 }),
        (luck, length, tokens, after) => {
          const authors = control(tokens, length, length + after, luck);
          expect(count(authors.slice(0, length))).toBe(Math.min(tokens, length));
          expect(authors.slice(length)).toBe("a".repeat(after));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("of as many tokens as positions is B alone, of none A alone", () => {
    expect(control(9, 9, 12)).toBe("bbbbbbbbbaaa");
    expect(control(0, 9, 12)).toBe("a".repeat(12));
  });

  test("each set of n positions is equally likely", () => {
    const seeds = 4200;
    const sets = new Map<string, number>();
    for (let seed = 0; seed < seeds; seed++) {
      const set = control(2, 4, 4, { seed });
      sets.set(set, (sets.get(set) ?? 0) + 1);
    }
    const expected = seeds / 6;
    const chiSquare = [...sets.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(sets.size).toBe(6);
    expect(chiSquare).toBeLessThan(20.5); // 5 degrees of freedom: one in a thousand lies above
  });

  test("is decided by the seed and the sample, not by what is seen or who is forced", () => {
    const own = { controlTokens: 3, controlLength: 8 };
    const walk = (sights: number[], position: number) =>
      walkPolicy({ policy: "control", own }, sights, { forced: [{ position, side: "b" }] }).authors;
    const [calm, wild] = [new Array<number>(8).fill(0), new Array<number>(8).fill(Infinity)];
    const drawn = control(3, 8, 8);
    const free = drawn.indexOf("a");
    expect(walk(calm, free)).toBe(walk(wild, free));
    expect(walk(calm, free)).toBe(`${drawn.slice(0, free)}b${drawn.slice(free + 1)}`);
    expect(new Set([0, 1, 2, 3].map((sample) => control(3, 8, 8, { sample }))).size).toBeGreaterThan(1);
  });

  test("says that the seed drew it", () => {
    const own = { controlTokens: 1, controlLength: 1 };
    expect(walkPolicy({ policy: "control", own }, [0, 0]).switches).toEqual([
      "0 a→b: drawn by the seed",
      "1 b→a: drawn by the seed",
    ]);
  });
});
