import { expect, test } from "vitest";
import { mostDifferent } from "./mostDifferent";

test("the largest in size come first, ties by position", () => {
  expect(mostDifferent([0.1, -0.9, 0.5, 0.5, Infinity], 4)).toEqual([4, 1, 2, 3]);
});

test("a signed value counts by its size, and an infinite one before all finite ones", () => {
  expect(mostDifferent([0, 0.3, 0.01, 0.3, 0.6, -8], 20)).toEqual([5, 4, 1, 3, 2]);
  expect(mostDifferent([0.6, 0.3, -Infinity, 0.3], 2)).toEqual([2, 0]);
});

test("what does not differ is not listed", () => {
  expect(mostDifferent([0, 0.1, NaN, -0], 4)).toEqual([1]);
  expect(mostDifferent([], 4)).toEqual([]);
});

test("a range lists only what lies within, both ends included", () => {
  expect(mostDifferent([9, 1, 2, 3, 9], 5, [1, 3])).toEqual([3, 2, 1]);
  expect(mostDifferent([9, 1], 5, [1, 40])).toEqual([1]);
});
