import { expect, test } from "vitest";
import { fieldRemarks } from "./fieldRemarks";

test("a field says only what is its own", () => {
  const problems = [
    { type: "empty", field: "prompt" },
    { type: "too-many-tokens", field: "solution", tokens: 100_000, limit: 16_384 },
  ] as const;
  expect(fieldRemarks("solution", problems, { prompt: 1 })).toEqual([
    "The solution has 100,000 tokens; a comparison takes at most 16,384. Shorten it.",
  ]);
  expect(fieldRemarks("prompt", problems, { prompt: 1 })).toEqual([
    "The prompt is empty: both models need something to read first.",
    "One half of a character (a lone surrogate) was replaced by \ufffd.",
  ]);
});

test("a field without trouble says nothing", () => {
  expect(fieldRemarks("prompt", [], { prompt: 0 })).toEqual([]);
});
