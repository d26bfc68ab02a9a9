import { describe, expect, it, test } from "vitest";
import { rewardInput } from "../../../tests/support/rewardInput";
import { readOptions } from "./readOptions";
import type { RewardOutcome, RewardTerm } from "./reward";
import { correctnessTerm, needsOf, REWARDS, rewardOf, totalRange, totalReward } from "./rewards";
import { scoreTerm } from "./scoreTerm";

const got = (value: number): RewardOutcome => ({ ok: true, value });
const FAILED: RewardOutcome = { ok: false, why: "no-reference" };
const term = (id: string, weight: number): RewardTerm => ({ id, weight, options: {} });

describe("the list of rewards", () => {
  test.each([...REWARDS.values()])("has $id under its own name, with defaults that can be read", (reward) => {
    expect(rewardOf(reward.id)).toBe(reward);
    expect(reward.id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(reward.label).not.toBe("");
    expect(reward.help).toMatch(/\.$/);
    expect(reward.range[0]).toBeLessThan(reward.range[1]);
    const defaults = Object.fromEntries(Object.entries(reward.options).map(([id, row]) => [id, row.default]));
    expect(readOptions(reward, defaults)).toEqual({ options: defaults, problems: [] });
  });

  test.each([...REWARDS.values()].filter(({ cost }) => cost === "bounded"))(
    "$id takes an empty answer and 100 000 characters",
    async (reward) => {
      for (const answer of ["", "a b. ".repeat(20_000), "x".repeat(100_000)]) {
        const likelihood = { tokens: [answer], nll: [1] };
        const input = rewardInput({
          answer,
          extracted: answer,
          reference: "a b",
          tokens: answer.length,
          likelihoods: { a: likelihood, b: likelihood, c: likelihood },
        });
        const outcome = await scoreTerm({ id: reward.id, weight: 1, options: {} }, input);
        if (outcome.ok) {
          expect(outcome.value).toBeGreaterThanOrEqual(reward.range[0]);
          expect(outcome.value).toBeLessThanOrEqual(reward.range[1]);
        } else expect(outcome.why).not.toBe("error");
      }
    },
  );

  it("has no reward of an unknown id", () => {
    expect(rewardOf("toString")).toBeUndefined();
  });
});

describe("totalReward", () => {
  it("is the weighted sum", () => {
    expect(totalReward([term("a", 1), term("b", -0.5)], [got(1), got(0.5)])).toBe(0.75);
  });

  it("is undefined where no term counts", () => {
    expect(totalReward([], [])).toBeUndefined();
    expect(totalReward([term("a", 0)], [got(1)])).toBeUndefined();
  });

  it("is undefined where a term that counts has no value, and only there", () => {
    expect(totalReward([term("a", 1), term("b", 2)], [got(1), FAILED])).toBeUndefined();
    expect(totalReward([term("a", 1), term("b", 0)], [got(1), FAILED])).toBe(1);
    expect(totalReward([term("a", 1)], [])).toBeUndefined();
  });
});

describe("totalRange", () => {
  it("is what the terms that count can add up to", () => {
    expect(totalRange([term("math", 1), term("length", -2), term("perplexity", 0)])).toEqual([-2, 1]);
    expect(totalRange([term("repetition", 0.5)])).toEqual([-0.5, 0]);
    expect(totalRange([term("math", 1), term("nobody", 1)])).toEqual([-Infinity, Infinity]);
  });
});

describe("correctnessTerm", () => {
  it("is the term whose 1 means right: one that counts, and nothing but right and wrong, before others", () => {
    expect(correctnessTerm([term("format", 1), term("math", 1), term("exact-match", 1)])).toBe(1);
    expect(correctnessTerm([term("exact-match", 0), term("custom", 1)])).toBe(1);
    expect(correctnessTerm([term("custom", 1), term("math", 2)])).toBe(1);
    expect(correctnessTerm([term("bleu", 1), term("math", 0)])).toBe(1);
    expect(correctnessTerm([term("bleu", 1), term("perplexity", 1), term("nobody", 1)])).toBeUndefined();
    expect(correctnessTerm([{ ...term("nobody", 1), options: { correctness: true } }])).toBe(0);
    expect(correctnessTerm([{ ...term("bleu", 1), options: { correctness: true } }])).toBeUndefined();
  });
});

describe("needsOf", () => {
  it("is what all terms need together", () => {
    expect(needsOf([term("length", 1), term("format", 1)])).toEqual({});
    expect(needsOf([term("length", 1), term("bleu", 0)])).toEqual({ reference: true });
    expect(needsOf([term("nobody", 1)])).toEqual({});
  });
});

describe("scoreTerm", () => {
  it("scores with whole options", async () => {
    const outcome = await scoreTerm(term("length", 1), rewardInput({ tokens: 3 }));
    expect(outcome).toEqual({ ok: true, value: 1, details: { length: 3 } });
  });

  it("says that there is no such reward", async () => {
    expect(await scoreTerm(term("nobody", 1), rewardInput({}))).toMatchObject({ ok: false, why: "error" });
  });
});
