import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DIVERGENCES } from "../generation/switching/divergenceKind";
import { POLICIES } from "../generation/switching/policies";
import { MOST_VALUES } from "./limits";
import { readSweep, SWEEP_PATTERN, SWEEPS, usesThreshold, writeSweep, type SweepOf } from "./sweeps";

const JS: SweepOf = { setting: "threshold", policy: "hysteresis", kind: "js" };
const TOKENS: SweepOf = { ...JS, setting: "budgetTokens" };

describe("readSweep", () => {
  test("reads values between any separators, each once, fewest tokens from B first", () => {
    expect(readSweep("0, 0.1;.5_0.10  0.2", JS)).toEqual({ values: [0.5, 0.2, 0.1, 0], problems: [] });
    expect(readSweep("8 0 2", TOKENS).values).toEqual([0, 2, 8]);
  });

  test("takes the usual values for none: from where nothing switches down to 0", () => {
    expect(readSweep("", JS)).toEqual({
      values: [0.5, 0.25, 0.2, 0.1, 0.01, 0.001, 0.0001, 0],
      problems: [],
    });
    for (const { id: policy } of POLICIES.filter(({ id }) => usesThreshold(id))) {
      for (const { id: kind } of DIVERGENCES) {
        for (const { setting, range } of SWEEPS) {
          const of = { setting, policy, kind };
          const { values } = readSweep("", of);
          const [low, high] = range(of);
          expect(values).toContain(0);
          expect(values.length).toBeGreaterThan(4);
          expect(values.every((value) => value >= low && value <= high)).toBe(true);
          expect(readSweep(writeSweep(values), of)).toEqual({ values, problems: [] });
        }
      }
    }
  });

  test("names what it does not take", () => {
    expect(readSweep("0.1 x 1e3 0.9 2.5", JS)).toEqual({
      values: [0.1],
      problems: [
        { type: "no-number", text: "x" },
        { type: "no-number", text: "1e3" },
        { type: "outside", text: "0.9", low: 0, high: Math.LN2 },
        { type: "outside", text: "2.5", low: 0, high: Math.LN2 },
      ],
    });
    expect(readSweep("0.1234567", JS).problems).toEqual([
      { type: "rounded", text: "0.1234567", to: 0.12346 },
    ]);
    expect(readSweep("1.5", TOKENS).problems).toEqual([{ type: "rounded", text: "1.5", to: 2 }]);
    expect(readSweep("9999", TOKENS).problems.at(-1)).toEqual({ type: "none" });
    const many = Array.from({ length: 20 }, (_, index) => index).join(" ");
    const read = readSweep(many, TOKENS);
    expect(read.values).toHaveLength(MOST_VALUES);
    expect(read.problems).toEqual([{ type: "too-many", count: 20, most: MOST_VALUES }]);
  });

  test("never throws and never gives an empty sweep; what it gives fits into a link", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { values } = readSweep(text, JS);
        expect(values.length).toBeGreaterThan(0);
        expect(writeSweep(values)).toMatch(SWEEP_PATTERN);
        expect(readSweep(writeSweep(values), JS).values).toEqual(values);
      }),
    );
  });
});
