import { describe, expect, it, test } from "vitest";
import { rewardGolden } from "../../../tests/support/rewardGolden";
import { canonicalNumber } from "./canonicalNumber";

const NUMBERS = Object.keys(rewardGolden.numbers);

describe("canonicalNumber", () => {
  test.each(Object.entries(rewardGolden.numbers))("takes %s for the golden numbers only", (one, same) => {
    const equal = NUMBERS.filter((other) => canonicalNumber(one) === canonicalNumber(other));
    expect(new Set(equal)).toEqual(new Set(same));
  });

  it("leaves other texts as they are, trimmed", () => {
    expect([" a 1 ", "1 2", "1e3", "٣", ""].map(canonicalNumber)).toEqual(["a 1", "1 2", "1e3", "٣", ""]);
  });

  it("is linear in the number's length", () => {
    const zeros = "0".repeat(200_000);
    expect(canonicalNumber(`${zeros}.${zeros}1`)).toBe(`0.${zeros}1`);
  });
});
