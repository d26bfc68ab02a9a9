import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { thresholdsOf } from "./bounds";
import { DIVERGENCES } from "./divergenceKind";

const DIVERGENCE = { signal: "divergence" } as const;
const ENTROPY = { signal: "entropy" } as const;

describe("thresholdsOf", () => {
  test("fills in the usual threshold of the divergence, and half of it for the way back", () => {
    const usual = DIVERGENCES.map(({ id }) =>
      thresholdsOf(DIVERGENCE, id, { threshold: -1, switchBack: -1 }),
    );
    expect(usual.map(({ threshold, switchBack }) => [threshold, switchBack])).toEqual([
      [0.1, 0.05],
      [0.5, 0.25],
      [0.5, 0.25],
      [0.2, 0.1],
    ]);
    expect(usual.flatMap(({ notices }) => notices)).toEqual([]);
  });

  test("half of what was set, where only the threshold was", () => {
    expect(thresholdsOf(DIVERGENCE, "js", { threshold: 0.3, switchBack: -1 })).toMatchObject({
      threshold: 0.3,
      switchBack: 0.15,
      notices: [],
    });
  });

  test("takes a threshold that cannot be reached to the most there is, and says so", () => {
    expect(thresholdsOf(DIVERGENCE, "tv", { threshold: 5, switchBack: -1 })).toEqual({
      threshold: 1,
      switchBack: 0.5,
      range: [0, 1],
      notices: [{ type: "above-range", threshold: 5, most: 1 }],
    });
  });

  test("the most there is, rounded as settings are, is told as nothing else", () => {
    expect(thresholdsOf(DIVERGENCE, "js", { threshold: 0.69315, switchBack: -1 })).toMatchObject({
      threshold: Math.LN2,
      notices: [],
    });
  });

  test("takes a way back above the threshold down to it, and says so", () => {
    expect(thresholdsOf(DIVERGENCE, "js", { threshold: 0.2, switchBack: 0.3 })).toMatchObject({
      threshold: 0.2,
      switchBack: 0.2,
      notices: [{ type: "switch-back-above", switchBack: 0.3, threshold: 0.2 }],
    });
    expect(thresholdsOf(DIVERGENCE, "js", { threshold: 9, switchBack: 8 }).notices).toHaveLength(2);
  });

  test("entropy has a range and a usual threshold of its own, whatever the kind", () => {
    for (const { id } of DIVERGENCES) {
      expect(thresholdsOf(ENTROPY, id, { threshold: -1, switchBack: -1 })).toEqual({
        threshold: 1,
        switchBack: 0.5,
        range: [0, 12],
        notices: [],
      });
    }
  });

  test("only −1 stands for the usual one; what else lies below 0 is told", () => {
    expect(thresholdsOf(DIVERGENCE, "js", { threshold: -0.5, switchBack: -0.25 })).toMatchObject({
      threshold: 0.1,
      switchBack: 0.05,
      notices: [
        { type: "threshold-below-zero", set: -0.5, used: 0.1 },
        { type: "switch-back-below-zero", set: -0.25, used: 0.05 },
      ],
    });
  });

  test("0 is a threshold, not the lack of one", () => {
    expect(thresholdsOf(DIVERGENCE, "js", { threshold: 0, switchBack: 0 })).toMatchObject({
      threshold: 0,
      switchBack: 0,
      notices: [],
    });
  });

  test("whatever was set, the bounds are within range and in order", () => {
    const set = fc.double({ min: -1, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(DIVERGENCE, ENTROPY),
        fc.constantFrom(...DIVERGENCES),
        set,
        set,
        (policy, { id }, threshold, switchBack) => {
          const bounds = thresholdsOf(policy, id, { threshold, switchBack });
          expect(bounds.switchBack).toBeGreaterThanOrEqual(bounds.range[0]);
          expect(bounds.switchBack).toBeLessThanOrEqual(bounds.threshold);
          expect(bounds.threshold).toBeLessThanOrEqual(bounds.range[1]);
        },
      ),
    );
  });
});
