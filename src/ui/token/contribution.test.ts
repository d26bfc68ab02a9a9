import { expect, test } from "vitest";
import { candidates } from "../../core/compare/candidates";
import { MEASURES } from "../../core/compare/measures";
import { positionStatistics } from "../../core/compare/position";
import { logSoftmax } from "../../core/distribution/logSoftmax";
import { Draws } from "../../core/random";
import { contributionTo } from "./contribution";

const draws = new Draws(7, "test", 0);
const logits = () => Float32Array.from({ length: 40 }, () => 6 * draws.next());
const a = logSoftmax(logits());
const b = logSoftmax(logits());
const all = candidates(a, b, 40);
const statistics = positionStatistics(a, b, 3);

test.each(["js", "klAB", "klBA", "tv", "entropyA", "entropyB"] as const)(
  "the contributions of all tokens to %s add up to it",
  (id) => {
    const contribution = contributionTo(id);
    const sum = all.reduce((total, candidate) => total + contribution.of(candidate), 0);
    expect(sum).toBeCloseTo(contribution.measure.of(statistics), 6);
  },
);

test("measures of the text's token alone show the contributions to JS", () => {
  const others = MEASURES.filter(({ id }) => contributionTo(id).measure.id !== id).map(({ id }) => id);
  expect(others).toEqual(["probabilityDifference", "rankDifference", "surpriseA", "surpriseB", "shiftClass"]);
  expect(new Set(others.map((id) => contributionTo(id).measure.id))).toEqual(new Set(["js"]));
});
