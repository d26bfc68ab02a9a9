import { describe, expect, test } from "vitest";
import { candidateBarsLayout, LOG_FLOOR, type Candidate } from "./candidateBars.layout";

function row(parts: Partial<Candidate>): Candidate {
  return {
    id: 1,
    text: "x",
    kind: "text",
    probabilityA: 0,
    probabilityB: 0,
    rankA: 1,
    rankB: 1,
    contribution: 0,
    isToken: false,
    ...parts,
  };
}

describe("candidateBarsLayout", () => {
  test("draws probabilities on an axis from 0 to 1", () => {
    expect(candidateBarsLayout([row({ probabilityA: 0.25, probabilityB: 1 })])).toEqual([
      { a: 25, b: 100, contribution: { left: 0, width: 0, infinite: false } },
    ]);
  });

  test("draws them on a logarithmic axis from 10⁻⁶ to 1 where asked", () => {
    const [bars] = candidateBarsLayout([row({ probabilityA: 1e-3, probabilityB: LOG_FLOOR / 2 })], true);
    expect([bars?.a, bars?.b]).toEqual([50, 0]);
    expect(candidateBarsLayout([row({ probabilityA: 1 })], true)[0]?.a).toBe(100);
  });

  test("has no bar for what a model does not say", () => {
    const [bars] = candidateBarsLayout([row({ probabilityA: NaN, contribution: NaN })]);
    expect([bars?.a, bars?.contribution]).toEqual([null, null]);
  });

  test("draws contributions to both sides of 0", () => {
    const bars = candidateBarsLayout([
      row({ contribution: 3 }),
      row({ contribution: -1 }),
      row({ contribution: 0 }),
    ]);
    expect(bars.map((bar) => bar.contribution)).toEqual([
      { left: 25, width: 75, infinite: false },
      { left: 0, width: 25, infinite: false },
      { left: 25, width: 0, infinite: false },
    ]);
  });

  test("lets infinite contributions reach a quarter further than any finite one", () => {
    const bars = candidateBarsLayout([row({ contribution: Infinity }), row({ contribution: 4 })]);
    expect(bars.map((bar) => bar.contribution)).toEqual([
      { left: 0, width: 100, infinite: true },
      { left: 0, width: 80, infinite: false },
    ]);
    expect(candidateBarsLayout([row({ contribution: -Infinity })])[0]?.contribution).toEqual({
      left: 0,
      width: 100,
      infinite: true,
    });
  });

  test("is empty for no rows", () => {
    expect(candidateBarsLayout([])).toEqual([]);
  });
});
