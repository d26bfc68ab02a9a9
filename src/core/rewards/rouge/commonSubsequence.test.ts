import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonPlaces } from "./commonPlaces";
import { commonSubsequenceLength } from "./commonSubsequence";

const letters = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 150 });

/** The table as every textbook has it. */
function plainLength(one: readonly string[], other: readonly string[]): number {
  let above = new Array<number>(other.length + 1).fill(0);
  for (const token of one) {
    const row = [0];
    for (const [at, candidate] of other.entries())
      row.push(token === candidate ? above[at]! + 1 : Math.max(above[at + 1]!, row[at]!));
    above = row;
  }
  return above.at(-1)!;
}

describe("the longest common subsequence", () => {
  it("is as long as the plain table says, across words of 32 bits", () => {
    fc.assert(
      fc.property(letters, letters, (one, other) => {
        expect(commonSubsequenceLength(one, other)).toBe(plainLength(one, other));
      }),
    );
  });

  it.each([0, 1, 31, 32, 33, 64, 65, 1000])("of %i equal tokens is all of them", (length) => {
    const tokens = new Array<string>(length).fill("a");
    expect(commonSubsequenceLength(tokens, tokens)).toBe(length);
    expect(commonSubsequenceLength(tokens, ["b", ...tokens, "b"])).toBe(length);
  });

  it("is one that both have, at ascending places", () => {
    fc.assert(
      fc.property(letters, letters, (reference, answer) => {
        const places = commonPlaces(reference, answer);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
        expect(places).toHaveLength(commonSubsequenceLength(reference, answer));
        let from = 0;
        for (const place of places) from = answer.indexOf(reference[place]!, from) + 1 || Infinity;
        expect(from).toBeLessThan(Infinity);
      }),
    );
  });
});
