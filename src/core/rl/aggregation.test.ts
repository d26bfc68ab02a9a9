import { expect, it } from "vitest";
import { tokenWeights } from "./aggregation";

it("weighs all tokens alike for a mean over tokens", () => {
  expect(tokenWeights([3, 1], "token-mean")).toEqual([1 / 4, 1 / 4]);
});

it("weighs all answers alike for a mean over sequences: tokens of long answers count less", () => {
  expect(tokenWeights([3, 1], "sequence-mean")).toEqual([1 / 6, 1 / 2]);
});

it("divides by answers × a fixed length whatever their lengths", () => {
  expect(tokenWeights([3, 1], { fixedLength: 5 })).toEqual([1 / 10, 1 / 10]);
});
