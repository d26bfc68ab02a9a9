import { describe, expect, it } from "vitest";
import { corpusExample } from "../corpus";
import { END_ID, SEED } from "../recipe";
import { chatText } from "./text";

const text = chatText(SEED);

describe("chatText", () => {
  it("gives every solution of the corpus back as it was", () => {
    for (let index = 0; index < 300; index++) {
      const { solution } = corpusExample(SEED, index);
      expect(text.solutionText(text.solutionIds(solution))).toBe(solution);
    }
  });

  it("ends a solution with the recipe's ending token, once", () => {
    const ids = text.solutionIds("Maybe \\boxed{3}");
    expect(ids.indexOf(END_ID)).toBe(ids.length - 1);
    expect(text.endId).toBe(END_ID);
  });

  it("reads an answer that was cut off, and one that is empty", () => {
    const ids = text.solutionIds("Maybe \\boxed{3}");
    expect(text.solutionText(ids.slice(0, -1))).toBe("Maybe \\boxed{3}");
    expect(text.solutionText([END_ID])).toBe("");
    expect(text.solutionText([])).toBe("");
  });

  it("asks between special tokens, each of which is one id", () => {
    const ids = text.promptIds("How many r in strawberry?");
    expect(ids[0]).toBe(1);
    expect(ids.slice(-2)).toEqual([END_ID, 2]);
  });
});
