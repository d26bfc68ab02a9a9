import { describe, expect, it, test } from "vitest";
import { rewardGolden } from "../../../../tests/support/rewardGolden";
import { porterStem } from "./porterStemmer";

describe("porterStem", () => {
  test.each(Object.entries(rewardGolden.stems))("%s becomes %s", (word, stem) => {
    expect(porterStem(word)).toBe(stem);
  });

  it.each(["", "a", "is", "s"])("leaves %j", (word) => {
    expect(porterStem(word)).toBe(word);
  });

  it.each(["y", "ational", "alli", "e", "l", "xy"])("is bounded for 100 000 letters of %j", (piece) => {
    expect(porterStem(piece.repeat(100_000 / piece.length)).length).toBeGreaterThan(0);
  });
});
