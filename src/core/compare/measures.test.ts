import { describe, expect, test } from "vitest";
import { MEASURES, isMeasureId, measure } from "./measures";
import type { MeasureId } from "./measures";
import type { PositionStatistics } from "./position";

const STATISTICS: PositionStatistics = {
  entropyA: 1,
  entropyB: 2,
  klAB: 3,
  klBA: 4,
  js: 0.5,
  totalVariation: 0.6,
  logprobA: Math.log(0.2),
  logprobB: Math.log(0.5),
  rankA: 3,
  rankB: 1,
};

describe("measures", () => {
  test("read the statistics", () => {
    const values = Object.fromEntries(MEASURES.map(({ id, of }) => [id, of(STATISTICS)]));
    expect(values).toEqual({
      js: 0.5,
      klAB: 3,
      klBA: 4,
      tv: 0.6,
      entropyA: 1,
      entropyB: 2,
      probabilityDifference: expect.closeTo(0.3, 12) as number,
      rankDifference: 2,
      surpriseA: expect.closeTo(-Math.log(0.2), 12) as number,
      surpriseB: expect.closeTo(Math.log(2), 12) as number,
      shiftClass: 1,
    } satisfies Record<MeasureId, number>);
  });

  test("have one row each, found by id", () => {
    const ids = MEASURES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const row of MEASURES) expect(measure(row.id)).toBe(row);
  });

  test("that diverge are positive where B likes the token better", () => {
    for (const { scale, of, domain } of MEASURES) {
      if (scale !== "diverging") continue;
      expect(of(STATISTICS)).toBeGreaterThan(0);
      expect(domain[0]).toBe(-domain[1]);
    }
  });

  test("have a default threshold within their domain", () => {
    for (const { defaultThreshold, domain } of MEASURES) {
      expect(defaultThreshold).toBeGreaterThan(0);
      expect(defaultThreshold).toBeLessThan(domain[1]);
    }
  });

  test("are never NaN, whatever a model rules out", () => {
    const ruledOut = { ...STATISTICS, logprobA: -Infinity, logprobB: -Infinity, klAB: Infinity };
    for (const { of } of MEASURES) expect(of(ruledOut)).not.toBeNaN();
    expect(measure("surpriseA").of(ruledOut)).toBe(Infinity);
  });

  test("of a certain token have a surprise of 0, not −0", () => {
    expect(measure("surpriseA").of({ ...STATISTICS, logprobA: 0 })).toBe(0);
  });

  test("are told from other words", () => {
    expect(["js", "shiftClass", "JS", "", "constructor"].map(isMeasureId)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
