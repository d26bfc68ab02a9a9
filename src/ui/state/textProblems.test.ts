import { describe, expect, test } from "vitest";
import { MAX_COMPARED_TOKENS, MAX_TEXT_LENGTH } from "../../core/config/limits";
import { comparisonProblems, promptProblems } from "./textProblems";

describe("comparisonProblems", () => {
  test("finds none in an ordinary text", () => {
    const text = {
      prompt: "How many r?",
      solution: "3",
      counts: { prompt: 9, solution: 1 },
      contextLength: 256,
    };
    expect(comparisonProblems(text)).toEqual([]);
  });

  test("names each empty field", () => {
    expect(comparisonProblems({ prompt: "", solution: "" })).toEqual([
      { type: "empty", field: "prompt" },
      { type: "empty", field: "solution" },
    ]);
  });

  test("takes a solution given as tokens for one, whatever its text", () => {
    expect(comparisonProblems({ prompt: "Why?", solution: "", solutionIds: 1 })).toEqual([]);
  });

  test("takes white space for text", () => {
    expect(comparisonProblems({ prompt: " ", solution: "\n" })).toEqual([]);
  });

  test("refuses more characters than the page takes, whatever the tokens", () => {
    const solution = "a".repeat(MAX_TEXT_LENGTH + 1);
    expect(comparisonProblems({ prompt: "q", solution })).toEqual([
      {
        type: "too-many-characters",
        field: "solution",
        length: MAX_TEXT_LENGTH + 1,
        limit: MAX_TEXT_LENGTH,
      },
    ]);
  });

  test("refuses a hundred thousand tokens and names the limit", () => {
    const text = { prompt: "q", solution: "a", counts: { prompt: 1, solution: 100_000 }, contextLength: 1e6 };
    expect(comparisonProblems(text)).toEqual([
      { type: "too-many-tokens", field: "solution", tokens: 100_000, limit: MAX_COMPARED_TOKENS },
    ]);
  });

  test("refuses what the models cannot read in one piece", () => {
    const text = { prompt: "q", solution: "a", counts: { prompt: 100, solution: 157 }, contextLength: 256 };
    expect(comparisonProblems(text)).toEqual([
      { type: "beyond-context", field: "solution", tokens: 257, limit: 256 },
    ]);
    expect(comparisonProblems({ ...text, counts: { prompt: 100, solution: 156 } })).toEqual([]);
  });
});

describe("promptProblems", () => {
  test("leaves room for at least one token of the solution", () => {
    const text = { prompt: "q", solution: "", counts: { prompt: 256, solution: 0 }, contextLength: 256 };
    expect(promptProblems(text)).toEqual([
      { type: "beyond-context", field: "prompt", tokens: 256, limit: 256 },
    ]);
    expect(promptProblems({ ...text, counts: { prompt: 255, solution: 0 } })).toEqual([]);
  });
});
