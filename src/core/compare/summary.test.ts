import { describe, expect, test } from "vitest";
import { candidate } from "./candidates";
import type { ComparedPosition } from "./comparedPosition";
import { summarize, summarySentence, topAgrees } from "./summary";

/** A position with this JS whose token has this rank under A; both models agree on the first token or not. */
function position(js: number, rankA: number, agrees: boolean): ComparedPosition {
  const lp = Math.log(0.5);
  return {
    token: 0,
    statistics: {
      entropyA: 0,
      entropyB: 0,
      klAB: js,
      klBA: js,
      js,
      totalVariation: 0,
      logprobA: lp,
      logprobB: lp,
      rankA,
      rankB: 1,
    },
    candidates: agrees
      ? [candidate(0, lp, lp, 1, 1), candidate(1, lp, lp, 2, 2)]
      : [candidate(0, lp, lp, 1, 2), candidate(1, lp, lp, 2, 1)],
  };
}

const POSITIONS = [
  position(0, 1, true),
  position(0.3, 5, false),
  position(0.01, 2, true),
  position(0.3, 3, false),
  position(0.6, 1, true),
];

describe("summarize", () => {
  const summary = summarize(POSITIONS, { measure: "js", threshold: 0.3 });

  test("counts where both models' first token is the same", () => {
    expect(summary.tokens).toBe(5);
    expect(summary.agreeing).toBe(3);
    expect(POSITIONS.map(topAgrees)).toEqual([true, false, true, false, true]);
  });

  test("counts the shift classes", () => {
    expect(summary.shift).toEqual({ unshifted: 2, marginal: 2, shifted: 1 });
  });

  test("knows the mean and the greatest JS, whatever the measure", () => {
    const other = summarize(POSITIONS, { measure: "entropyA", threshold: 0.3 });
    for (const { meanJs, maxJs } of [summary, other]) {
      expect(meanJs).toBeCloseTo(0.242, 12);
      expect(maxJs).toBe(0.6);
    }
  });

  test("says what share lies above the threshold, which itself is not above", () => {
    expect(summary.shareAbove).toBe(1 / 5);
    expect(summarize(POSITIONS, { measure: "js", threshold: 0.29 }).shareAbove).toBe(3 / 5);
  });

  test("lists the most different positions first, ties in the order of the text", () => {
    expect(summary.mostDifferent).toEqual([4, 1, 3, 2, 0]);
    expect(summarize(POSITIONS, { measure: "js", threshold: 0, most: 2 }).mostDifferent).toEqual([4, 1]);
  });

  test("takes a diverging measure by its size", () => {
    const { mostDifferent, shareAbove } = summarize([...POSITIONS, position(0, 9, true)], {
      measure: "rankDifference",
      threshold: 3,
    });
    expect(mostDifferent[0]).toBe(5);
    expect(shareAbove).toBe(2 / 6);
  });

  test("puts an infinite value first and still has a histogram of every position", () => {
    const withInfinite = [position(Infinity, 1, true), ...POSITIONS];
    const { mostDifferent, histogram } = summarize(withInfinite, { measure: "klAB", threshold: 1, bins: 8 });
    expect(mostDifferent[0]).toBe(0);
    expect(histogram).toHaveLength(8);
    expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(6);
  });

  test("widens the histogram to the largest finite value", () => {
    const { histogram } = summarize([position(9, 1, true), position(1, 1, true)], {
      measure: "klAB",
      threshold: 1,
    });
    expect(histogram.at(-1)).toMatchObject({ x1: 9, count: 1 });
  });

  test("of nothing has no shares to divide by", () => {
    const { meanJs, shareAbove, agreeing, mostDifferent } = summarize([], { measure: "js", threshold: 0.1 });
    expect({ meanJs, shareAbove, agreeing, mostDifferent }).toEqual({
      meanJs: 0,
      shareAbove: 0,
      agreeing: 0,
      mostDifferent: [],
    });
  });
});

test("summarySentence gives the numbers of the one sentence", () => {
  expect(summarySentence(summarize(POSITIONS, { measure: "js", threshold: 0.1 }))).toEqual({
    tokens: 5,
    agreement: 3 / 5,
    shifted: 1,
    marginal: 2,
    meanJs: expect.closeTo(0.242, 12) as number,
  });
  expect(summarySentence(summarize([], { measure: "js", threshold: 0.1 })).agreement).toBe(0);
});
