import { describe, expect, test } from "vitest";
import { customReward as reward } from "./custom";
import { readOptions } from "./readOptions";
import type { RewardInput, RewardTools } from "./reward";
import type { SandboxArguments, SandboxOutcome } from "./sandbox";

const INPUT: RewardInput = {
  question: "What is 6 × 7?",
  prompt: "User: What is 6 × 7?",
  answer: "It is 42.",
  extracted: "42",
  reference: "42",
  tokens: 4,
  row: { level: 2 },
  likelihoods: {},
  index: 3,
};

/** A sandbox that answers with `outcome` and keeps what it was called with. */
function toolsWith(outcome: SandboxOutcome, limit?: number) {
  const calls: { code: string; given: SandboxArguments; milliseconds: number }[] = [];
  const sandbox = {
    load: async () => undefined,
    check: async () => undefined,
    call: async (code: string, given: SandboxArguments, milliseconds: number) => {
      calls.push({ code, given, milliseconds });
      return outcome;
    },
  };
  const tools: RewardTools = { sandbox, ...(limit !== undefined && { limit }) };
  return { tools, calls };
}

const score = (tools: RewardTools, options: Record<string, unknown> = {}) =>
  reward.score(INPUT, readOptions(reward, options).options, tools);

describe("the custom reward", () => {
  test("gives the function prompt, answer, reference and context", async () => {
    const { tools, calls } = toolsWith({ type: "number", value: 0.5 });
    expect(await score(tools, { code: "() => 0.5" })).toEqual({ ok: true, value: 0.5 });
    const context = { extracted: "42", tokens: 4, index: 3, row: { level: 2 } };
    expect(calls).toEqual([
      { code: "() => 0.5", given: ["User: What is 6 × 7?", "It is 42.", "42", context], milliseconds: 1000 },
    ]);
  });

  test("has the shorter of its own time limit and that of the place", async () => {
    const { tools, calls } = toolsWith({ type: "number", value: 1 }, 500);
    await score(tools);
    await score(tools, { milliseconds: 100 });
    expect(calls.map(({ milliseconds }) => milliseconds)).toEqual([500, 100]);
  });

  test.each<[SandboxOutcome, object]>([
    [
      { type: "number", value: NaN },
      { why: "not-a-number", detail: "NaN" },
    ],
    [
      { type: "number", value: -Infinity },
      { why: "not-a-number", detail: "-Infinity" },
    ],
    [
      { type: "other", kind: "promise" },
      { why: "not-a-number", detail: "promise" },
    ],
    [{ type: "time-limit" }, { why: "time-limit" }],
    [
      { type: "threw", message: "Error: no" },
      { why: "error", detail: "Error: no" },
    ],
    [
      { type: "threw", message: "Error: no", at: { line: 2, column: 3 } },
      { why: "error", detail: "Error: no", at: { line: 2, column: 3 } },
    ],
  ])("has no value where the code gives %o", async (outcome, problem) => {
    expect(await score(toolsWith(outcome).tools)).toEqual({ ok: false, ...problem });
  });

  test("is not scored where there is no sandbox", async () => {
    await expect(Promise.resolve(score({}))).rejects.toThrow(/sandbox/);
  });
});
