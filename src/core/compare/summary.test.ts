import { describe, expect, test } from "vitest";
import { candidate } from "./candidates";
import type { ComparedPosition } from "./comparedPosition";
import { summarize, topAgrees } from "./summary";

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
  const summary = summarize(POSITIONS);

  test("counts where both models' first token is the same", () => {
    expect(summary.tokens).toBe(5);
    expect(summary.agreement).toBe(3 / 5);
    expect(POSITIONS.map(topAgrees)).toEqual([true, false, true, false, true]);
  });

  test("counts the tokens that are shifted, and those that are marginal", () => {
    expect([summary.shifted, summary.marginal]).toEqual([1, 2]);
  });

  test("knows the mean JS", () => {
    expect(summary.meanJs).toBeCloseTo(0.242, 12);
  });

  test("of nothing has no shares to divide by", () => {
    expect(summarize([])).toEqual({ tokens: 0, agreement: 0, shifted: 0, marginal: 0, meanJs: 0 });
  });
});
