import { describe, expect, test } from "vitest";
import { mathVerify } from "./mathVerify";
import { readOptions } from "./readOptions";
import type { RewardInput, RewardOutcome } from "./reward";

function input(fields: Partial<RewardInput>): RewardInput {
  return {
    question: "",
    prompt: "",
    answer: "",
    extracted: undefined,
    reference: "0.5",
    tokens: 1,
    row: {},
    likelihoods: {},
    index: 0,
    ...fields,
  };
}

function scored(fields: Partial<RewardInput>, options: object = {}): RewardOutcome | Promise<RewardOutcome> {
  return mathVerify.score(input(fields), readOptions(mathVerify, options).options);
}

describe("the math reward", () => {
  test("is 1 where both are the same, with what was compared", async () => {
    expect(await scored({ extracted: "\\frac{1}{2}" })).toEqual({
      ok: true,
      value: 1,
      details: { given: "\\frac{1}{2}", expected: "0.5", shape: "number", by: "exact" },
    });
  });

  test("is 0 where they differ or the answer format found nothing", async () => {
    expect(await scored({ extracted: "0.6" })).toMatchObject({ ok: true, value: 0 });
    expect(await scored({ answer: "\\boxed{0.5}" })).toMatchObject({
      ok: true,
      value: 0,
      details: { by: "no-answer" },
    });
  });

  test("can look for the answer itself", async () => {
    const answer = "So $0.5$, that is, 1 of 2.";
    expect(await scored({ answer }, { place: "latex" })).toMatchObject({ value: 1 });
    expect(await scored({ answer }, { place: "anywhere" })).toMatchObject({ value: 0 });
    expect(await scored({ answer }, { place: "boxed" })).toMatchObject({ value: 0 });
  });

  test("needs a reference", async () => {
    expect(await scored({ reference: undefined })).toEqual({ ok: false, why: "no-reference" });
    expect(await scored({ reference: " " })).toEqual({ ok: false, why: "no-reference" });
  });

  test("hands its options on", async () => {
    expect(await scored({ extracted: "50" }, { percent: "either" })).toMatchObject({ value: 0 });
    expect(await scored({ extracted: "50", reference: "50\\%" }, { percent: "either" })).toMatchObject({
      value: 1,
    });
    expect(await scored({ extracted: "0.52" }, { places: 1 })).toMatchObject({ value: 1 });
    expect(await scored({ extracted: "0.52" }, { tolerance: 0.05 })).toMatchObject({ value: 1 });
  });
});
