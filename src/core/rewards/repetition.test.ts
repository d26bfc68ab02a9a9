import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { rewardGolden } from "../../../tests/support/rewardGolden";
import { outcomeOf, valueOf } from "../../../tests/support/rewardInput";
import { repetition } from "./repetition";

describe("the repetition reward", () => {
  test.each(rewardGolden.cases)("is minus the golden share: $name", ({ answer, repeated }) => {
    for (const [at, [again, runs]] of repeated.entries()) {
      const value = valueOf(repetition, { answer }, { order: at + 1, loop: false });
      expect(value).toBeCloseTo(again > 0 ? -again / runs : 0, 12);
    }
  });

  it("is 0, never −0, for an answer that is empty, short or without repetition", () => {
    for (const answer of ["", "one two", "one two three four"])
      expect(valueOf(repetition, { answer })).toBe(0);
  });

  it("is −1 for an answer that ends in a loop, where loops count", () => {
    const answer = `First this. ${"Then that again. ".repeat(20)}`;
    expect(outcomeOf(repetition, { answer })).toMatchObject({ value: -1, details: { loop: 3 } });
    expect(valueOf(repetition, { answer }, { loop: false })).toBeGreaterThan(-1);
    expect(valueOf(repetition, { answer: `${answer} The end, at last.` })).toBeGreaterThan(-1);
  });

  it("counts characters where words are not set apart", () => {
    expect(valueOf(repetition, { answer: "猫狗猫狗" }, { unit: "characters", order: 2 })).toBeCloseTo(-1 / 3);
  });

  it("stays from −1 to 0", () => {
    const anyText = fc.array(fc.constantFrom("a", "b", "c")).map((words) => words.join(" "));
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (answer, order) => {
        const value = valueOf(repetition, { answer }, { order });
        expect(value).toBeGreaterThanOrEqual(-1);
        expect(value).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.each(["a ", "ab", " "])("is bounded for 100 000 characters of %j", (piece) => {
    const answer = piece.repeat(100_000 / piece.length);
    for (const unit of ["words", "characters"])
      expect(outcomeOf(repetition, { answer }, { unit, order: 20 }).ok).toBe(true);
  });
});
