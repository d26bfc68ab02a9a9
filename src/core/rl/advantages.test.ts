import { describe, expect, it } from "vitest";
import { groupRelativeAdvantages } from "./advantages";

describe("groupRelativeAdvantages", () => {
  it("is positive above the group's mean and negative below it", () => {
    const [best, worst] = groupRelativeAdvantages([1, 0], 2) as [number, number];
    expect(best).toBeCloseTo(0.5 / (Math.SQRT1_2 + 1e-4), 12);
    expect(worst).toBe(-best);
  });

  it("compares an answer with its own group only", () => {
    const alone = groupRelativeAdvantages([1, 0, 0], 3);
    expect(groupRelativeAdvantages([1, 0, 0, 7, 9, 9], 3).slice(0, 3)).toEqual(alone);
  });

  it("is 0 where all answers of a group are equally good: nothing to learn", () => {
    expect(groupRelativeAdvantages([1, 1, 1, 0, 0, 0], 3)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("is 0 for a group of one", () => {
    expect(groupRelativeAdvantages([5, 6], 1)).toEqual([0, 0]);
  });

  it("leaves out rewards that are NaN", () => {
    const [first, unknown, last] = groupRelativeAdvantages([1, NaN, 0], 3) as [number, number, number];
    expect(unknown).toBe(0);
    expect([first, last]).toEqual(groupRelativeAdvantages([1, 0], 2));
  });

  it("divides by nothing, or by the deviation of all rewards, when told so", () => {
    expect(groupRelativeAdvantages([3, 1, 8, 8], 2, "none")).toEqual([1, -1, 0, 0]);
    const deviation = Math.sqrt((4 + 16 + 9 + 9) / 3);
    expect(groupRelativeAdvantages([3, 1, 8, 8], 2, "batch")[0]).toBeCloseTo(1 / (deviation + 1e-4), 12);
  });

  it("refuses rewards that are not whole groups", () => {
    expect(() => groupRelativeAdvantages([1, 2, 3], 2)).toThrow("3 rewards are not whole groups of 2");
  });
});
