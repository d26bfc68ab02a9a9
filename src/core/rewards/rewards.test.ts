import { describe, expect, it, test } from "vitest";
import { rewardInput } from "../../../tests/support/rewardInput";
import { readOptions } from "./readOptions";
import type { RewardOutcome, RewardTerm } from "./reward";
import { needsOf, REWARDS, rewardOf, totalReward } from "./rewards";
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
    expect(totalReward([], [])).toBe(0);
  });

  it("is undefined where a term that counts has no value, and only there", () => {
    expect(totalReward([term("a", 1), term("b", 2)], [got(1), FAILED])).toBeUndefined();
    expect(totalReward([term("a", 1), term("b", 0)], [got(1), FAILED])).toBe(1);
    expect(totalReward([term("a", 1)], [])).toBeUndefined();
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
