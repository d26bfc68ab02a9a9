import { describe, expect, test } from "vitest";
import { WEIGHT_PRESETS } from "./multiLevel/aggregate";
import { multiLevelPerplexityReward as reward } from "./multiLevelPerplexity";
import { readOptions } from "./readOptions";
import type { RewardInput } from "./reward";

const { weights } = WEIGHT_PRESETS.default;

/** An answer whose every level is exp(1). */
const INPUT: RewardInput = {
  question: "q",
  prompt: "q",
  answer: "Yes.",
  extracted: undefined,
  reference: undefined,
  tokens: 2,
  row: {},
  likelihoods: { a: { tokens: ["Yes", "."], nll: [1, 1] } },
  index: 0,
  baseline: { name: "before", aggregate: Math.E / 0.985, weights },
};

function score(options: Record<string, unknown> = {}, change: Partial<RewardInput> = {}) {
  return reward.score({ ...INPUT, ...change }, readOptions(reward, options).options);
}

describe("multi-level perplexity", () => {
  test("rewards the improvement on the baseline by tiers, and names the baseline", () => {
    const outcome = score();
    expect(outcome).toMatchObject({ ok: true, value: 0.7, details: { baseline: "before" } });
    if (!("ok" in outcome) || !outcome.ok) throw new Error("no value");
    expect(outcome.details?.aggregate).toBeCloseTo(Math.E, 12);
    expect(outcome.details?.improvementPercent).toBeCloseTo(1.5, 9);
  });

  test("or on lines between the tiers, or by tiers of one's own, or as 1/aggregate without a baseline", () => {
    expect(score({ value: "linear" })).toMatchObject({ value: expect.closeTo(0.8, 9) as number });
    expect(score({ tiers: "1:0.1" })).toMatchObject({ value: 0.1 });
    const inverse = score({ value: "inverse" }, { baseline: undefined });
    expect(inverse).toMatchObject({ ok: true, value: expect.closeTo(1 / Math.E, 12) as number });
  });

  test("needs the model's likelihoods, and a baseline where it is held against one", () => {
    expect(reward.needs(readOptions(reward, {}).options)).toEqual({ likelihoods: ["a"], baseline: true });
    expect(reward.needs(readOptions(reward, { value: "inverse", model: "c" }).options)).toEqual({
      likelihoods: ["c"],
    });
    expect(score({ model: "b" })).toEqual({ ok: false, why: "no-likelihood" });
    expect(score({}, { baseline: undefined })).toEqual({ ok: false, why: "no-baseline" });
  });

  test("takes no baseline of another name or with other weights", () => {
    expect(score({ baseline: "before" })).toMatchObject({ ok: true });
    expect(score({ baseline: "after" })).toMatchObject({
      ok: false,
      why: "no-baseline",
      detail: "after, not before",
    });
    expect(score({ preset: "code" })).toMatchObject({ ok: false, why: "no-baseline" });
    expect(score({ preset: "own", word: 0.4, phrase: 0.6, sentence: 1 })).toMatchObject({ ok: true });
  });

  test("says why there is none for an empty answer, weights of 0 and tiers out of order", () => {
    const empty = { likelihoods: { a: { tokens: [], nll: [] } } };
    expect(score({}, empty)).toEqual({ ok: false, why: "no-likelihood", detail: "empty-answer" });
    expect(score({ preset: "own", word: 0, phrase: 0, sentence: 0 })).toMatchObject({
      ok: false,
      why: "error",
    });
    expect(score({ tiers: "2:1, 1:1" })).toMatchObject({
      ok: false,
      why: "error",
      detail: "Tiers: 2:1, 1:1",
    });
  });

  test("is 0 for an answer with an impossible token, and its details stay finite", () => {
    const outcome = score({}, { likelihoods: { a: { tokens: ["Yes", "."], nll: [1, Infinity] } } });
    expect(outcome).toEqual({
      ok: true,
      value: 0,
      details: { baseline: "before", baselineAggregate: Math.E / 0.985 },
    });
  });
});
