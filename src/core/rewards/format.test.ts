import { describe, expect, it } from "vitest";
import { valueOf } from "../../../tests/support/rewardInput";
import { format } from "./format";

describe("the format reward", () => {
  it.each([
    ["an answer in a box", "So \\boxed{42}.", "42", {}, 1],
    ["no answer", "So 42.", undefined, {}, 0],
    ["a blank box", "So \\boxed{ }.", " ", {}, 0],
    ["two boxes", "\\boxed{4} no \\boxed{42}", "42", {}, 1],
    ["two boxes, where one is asked for", "\\boxed{4} no \\boxed{42}", "42", { once: true }, 0],
    ["one box, where one is asked for", "4, no, \\boxed{42}", "42", { once: true }, 1],
    [
      "two pairs of tags, where one is asked for",
      "<answer>1</answer> <answer>2</answer>",
      "2",
      { once: true },
      0,
    ],
    ["marks after the box, where nothing may follow", "$\\boxed{42}$.\n", "42", { last: true }, 1],
    ["words after the box, where nothing may follow", "\\boxed{42} is it", "42", { last: true }, 0],
    ["the same number after the box", "\\boxed{42}, that is 42", "42", { last: true }, 0],
    ["nothing after tags, with spaces inside", "<answer>\n 42 \n</answer>\n", "42", { last: true }, 1],
    ["a word after tags", "<answer>42</answer> done", "42", { last: true }, 0],
    ["nothing after a last number", "1 + 1 = 2.", "2", { last: true, once: true }, 1],
    ["words after a last number", "2 apples", "2", { last: true }, 0],
    ["the whole answer", "just this", "just this", { last: true, once: true }, 1],
    ["an answer that the format rewrote", "x = one half", "1/2", { last: true }, 1],
  ] as const)("judges %s", (_, answer, extracted, options, value) => {
    expect(valueOf(format, { answer, extracted }, options)).toBe(value);
  });

  it("is bounded for 100 000 characters of boxes", () => {
    const answer = "\\boxed{ ".repeat(12_500);
    expect(valueOf(format, { answer, extracted: "7" }, { once: true })).toBe(1);
  });
});
