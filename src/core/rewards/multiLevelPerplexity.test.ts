import { describe, expect, test } from "vitest";
import { baselineOf, makeBaseline, type BaselineUse } from "./baseline";
import { WEIGHT_PRESETS } from "./multiLevel/aggregate";
import { multiLevelPerplexityReward as reward } from "./multiLevelPerplexity";
import { readOptions } from "./readOptions";
import type { RewardInput } from "./reward";

const { weights } = WEIGHT_PRESETS.default;

const BEFORE = { name: "before", aggregate: Math.E / 0.985, weights };

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
  baselines: { "": BEFORE, before: BEFORE },
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
    const inverse = score({ value: "inverse" }, { baselines: {} });
    expect(inverse).toMatchObject({ ok: true, value: expect.closeTo(1 / Math.E, 12) as number });
  });

  test("needs the model's likelihoods, and a baseline where it is held against one", () => {
    expect(reward.needs(readOptions(reward, {}).options)).toEqual({ likelihoods: ["a"], baseline: true });
    expect(reward.needs(readOptions(reward, { value: "inverse", model: "c" }).options)).toEqual({
      likelihoods: ["c"],
    });
    expect(score({ model: "b" })).toEqual({ ok: false, why: "no-likelihood" });
    expect(score({}, { baselines: {} })).toMatchObject({ ok: false, why: "no-baseline" });
  });

  test("takes no baseline of another name or with other weights", () => {
    expect(score({ baseline: "before" })).toMatchObject({ ok: true });
    expect(score({ baseline: "after" })).toMatchObject({
      ok: false,
      why: "no-baseline",
      detail: "after is not open",
    });
    expect(score({ preset: "code" })).toMatchObject({ ok: false, why: "no-baseline" });
    expect(score({ preset: "own", word: 0.4, phrase: 0.6, sentence: 1 })).toMatchObject({ ok: true });
  });

  test("holds every term against the baseline that it names itself", () => {
    const after = { name: "after", aggregate: Math.E, weights };
    const both = { baselines: { "": after, before: BEFORE, after } };
    expect(score({ baseline: "before" }, both)).toMatchObject({ value: 0.7 });
    expect(score({ baseline: "after" }, both)).toMatchObject({ value: 0 });
    expect(score({ baseline: "__proto__" }, both)).toMatchObject({ ok: false, why: "no-baseline" });
  });

  test("refuses a baseline of another dataset or of another model than reads, and says when it is the mean of all", () => {
    const made = makeBaseline(
      { name: "before", model: "base", dataset: "letters", weights, created: "2026-01-02T03:04:05Z" },
      [{ index: 3, aggregate: 4 }],
    );
    const of = made && baselineOf(made);
    if (!of) throw new Error("no baseline");
    const held = (index: number | undefined, use?: BaselineUse) =>
      score({}, { index: index ?? 0, baselines: { "": of(index, use) } });
    expect(held(3, { dataset: "letters", models: { a: "base", b: "other" } })).toMatchObject({ ok: true });
    expect(held(3, { dataset: "sums" })).toMatchObject({
      why: "no-baseline",
      detail: "before: of letters, not of sums",
    });
    expect(held(3, { models: { a: "tuned" } })).toMatchObject({
      why: "no-baseline",
      detail: "before: read by base, not by tuned",
    });
    expect(held(3)).not.toHaveProperty("details.baselineAggregateOf");
    for (const index of [4, undefined])
      expect(held(index)).toHaveProperty("details.baselineAggregateOf", "all questions");
  });

  test("tells the aggregate also where there is no baseline yet, so that one can be made", () => {
    expect(score({}, { baselines: {} })).toEqual({
      ok: false,
      why: "no-baseline",
      details: expect.objectContaining({ aggregate: expect.closeTo(Math.E, 12) as number }) as object,
    });
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
