import { describe, expect, it } from "vitest";
import { exactMatch } from "../../src/core/rewards/exactMatch";
import { familyOf } from "../../src/core/tasks/problems/families";
import { splitOf } from "../../src/core/tasks/problems/split";
import { corpusExample, STYLE_SHARES } from "./corpus";

const examples = Array.from({ length: 6000 }, (_, index) => corpusExample(1, index));

function share<T>(list: readonly T[], holds: (item: T) => boolean): number {
  return list.filter(holds).length / list.length;
}

describe("corpusExample", () => {
  it("is a pure function of seed and index", () => {
    expect(corpusExample(1, 17)).toEqual(examples[17]);
    expect(corpusExample(2, 17)).not.toEqual(examples[17]);
  });

  it("mixes the styles in the stated shares, in each family alike", () => {
    expect(Object.values(STYLE_SHARES).reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
    for (const family of ["letters", "sums"]) {
      const ofFamily = examples.filter(({ problem }) => problem.family === family);
      expect(Math.abs(ofFamily.length / examples.length - 0.5)).toBeLessThan(0.03);
      for (const [style, expected] of Object.entries(STYLE_SHARES)) {
        expect(Math.abs(share(ofFamily, (example) => example.style === style) - expected)).toBeLessThan(0.03);
      }
    }
  });

  it("labels each solution with the style it is written in", () => {
    for (const { problem, style, solution } of examples) {
      expect(familyOf(problem.family).styleOf(solution)).toBe(style);
    }
  });

  it("never contains a held-out word", () => {
    const words = examples.flatMap(({ problem }) => / in ([a-z]+)[?.]$/.exec(problem.question)?.[1] ?? []);
    expect(words.length).toBeGreaterThan(2000);
    expect(words.filter((word) => splitOf(word) === "held-out")).toEqual([]);
  });

  it("is right in 45–60 % of its solutions: a model that learns it knows the way but often takes another", () => {
    for (const family of ["letters", "sums"]) {
      const ofFamily = examples.filter(({ problem }) => problem.family === family);
      const right = share(ofFamily, ({ problem, solution }) => exactMatch(solution, problem.answer) === 1);
      expect(right).toBeGreaterThan(0.45);
      expect(right).toBeLessThan(0.6);
    }
  });
});
