import { expect, test } from "vitest";
import { levelScale, levelUnits, MOST_DRAWN, type Layer } from "./levelUnits";

const answer = {
  tokens: ["It", " is", " 4", ".", " Good", " bye", "."],
  nll: [0.1, 0.2, 3, 0.1, 2, 0.1, 0.1],
};

test.each<[Layer, number]>([
  ["token", 7],
  ["phrase", 7],
  ["sentence", 2],
])("the units of layer %s are the text, in order", (layer, count) => {
  const units = levelUnits(layer, answer);
  expect(units).toHaveLength(count);
  expect(units.map(({ text }) => text).join("")).toBe(answer.tokens.join(""));
});

test("a token's value is its own perplexity, a sentence's that of all its tokens", () => {
  expect(levelUnits("token", answer)[2]?.perplexity).toBeCloseTo(Math.exp(3));
  expect(levelUnits("sentence", answer)[0]?.perplexity).toBeCloseTo(Math.exp(3.4 / 4));
});

test("the scale begins at certainty, reaches the least expected token, and stops at 1000", () => {
  expect(levelScale(answer).domain[0]).toBe(1);
  expect(levelScale(answer).domain[1]).toBeCloseTo(Math.exp(3));
  expect(levelScale({ tokens: ["x"], nll: [0] }).domain).toEqual([1, 10]);
  expect(levelScale({ tokens: ["x"], nll: [Infinity] }).domain).toEqual([1, 1000]);
});

test("of a very long answer the beginning is drawn, of an empty one nothing", () => {
  const long = {
    tokens: Array.from({ length: 9000 }, () => " a"),
    nll: Array.from({ length: 9000 }, () => 1),
  };
  expect(levelUnits("token", long)).toHaveLength(MOST_DRAWN);
  for (const layer of ["token", "phrase", "sentence"] as const)
    expect(levelUnits(layer, { tokens: [], nll: [] })).toEqual([]);
});
