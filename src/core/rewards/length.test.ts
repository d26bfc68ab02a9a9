import { describe, expect, it } from "vitest";
import { outcomeOf, valueOf } from "../../../tests/support/rewardInput";
import { length } from "./length";

const RANGE = { least: 10, most: 20, fall: 5 };

describe("the length reward", () => {
  it.each([
    [0, 0],
    [5, 0],
    [7, 0.4],
    [10, 1],
    [15, 1],
    [20, 1],
    [21, 0.8],
    [25, 0],
    [1000, 0],
  ])("of %i tokens, where 10 to 20 are asked for, is %f", (tokens, value) => {
    expect(valueOf(length, { tokens }, RANGE)).toBeCloseTo(value, 12);
  });

  it("falls at once where it is to fall over nothing", () => {
    expect([20, 21].map((tokens) => valueOf(length, { tokens }, { ...RANGE, fall: 0 }))).toEqual([1, 0]);
  });

  it("asks for one length where the most is below the least", () => {
    const values = [9, 10, 11].map((tokens) => valueOf(length, { tokens }, { least: 10, most: 3, fall: 0 }));
    expect(values).toEqual([0, 1, 0]);
  });

  it("counts tokens, words or characters, of which an emoji is one", () => {
    const given = { answer: "two 👍👍\n words", tokens: 9 };
    const lengths = ["tokens", "words", "characters"].map((unit) => outcomeOf(length, given, { unit }));
    expect(lengths.map((outcome) => outcome.ok && outcome.details?.length)).toEqual([9, 3, 13]);
  });
});
