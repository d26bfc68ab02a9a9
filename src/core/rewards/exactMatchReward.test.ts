import { describe, expect, it } from "vitest";
import { outcomeOf, valueOf } from "../../../tests/support/rewardInput";
import { exactMatchReward as reward } from "./exactMatchReward";

describe("the exact match reward", () => {
  it.each([
    ["equal texts", "Paris", "Paris", {}, 1],
    ["other texts", "Rome", "Paris", {}, 0],
    ["one number in two spellings", "1,250.0", "1250", {}, 1],
    ["… only where numbers count by value", "1,250.0", "1250", { numbers: false }, 0],
    ["what follows the last #### of a reference", "7", "She has 5 #### left, so\n#### 7", {}, 1],
    ["… only where asked for", "7", "#### 7", { finalMark: false }, 0],
    ["other case", "paris", "Paris", {}, 0],
    ["other case, ignored", "paris", "Paris", { ignoreCase: true }, 1],
    [
      "SQuAD's four at once",
      "the Eiffel Tower!",
      "eiffel  tower",
      {
        ignoreCase: true,
        ignorePunctuation: true,
        ignoreArticles: true,
        whitespace: "collapse",
      },
      1,
    ],
    ["an empty answer", "", "0", {}, 0],
    ["two different nothings", "!", "?", { ignorePunctuation: true }, 0],
    ["one and the same nothing", " ! ", "!", { ignorePunctuation: true }, 1],
    ["no answer found", undefined, "1", {}, 0],
  ] as const)("judges %s", (_, extracted, reference, options, value) => {
    expect(valueOf(reward, { extracted, reference }, options)).toBe(value);
  });

  it("has no value without a reference", () => {
    expect(outcomeOf(reward, { extracted: "1" })).toEqual({ ok: false, why: "no-reference" });
  });

  it("shows what was compared, shortened", () => {
    const outcome = outcomeOf(reward, { extracted: "x".repeat(100_000), reference: "#### 07" });
    expect(outcome).toMatchObject({ value: 0, details: { given: `${"x".repeat(39)}…`, expected: "7" } });
  });
});
