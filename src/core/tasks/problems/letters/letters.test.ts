import { expect, it } from "vitest";
import { problemAt } from "../families";
import { LETTERS_WORDINGS, lettersProblem } from "./letters";
import { WORDS } from "./words";
import type { LettersProblem } from "./lettersProblem";

const problems = Array.from(
  { length: 3000 },
  (_, index) => problemAt("letters", "train", 2, index) as LettersProblem,
);

it("asks about English and invented words about equally often", () => {
  const known = new Set(WORDS);
  const share = problems.filter(({ word }) => known.has(word)).length / problems.length;
  expect(share).toBeGreaterThan(0.45);
  expect(share).toBeLessThan(0.55);
});

it("asks for an absent letter in about a tenth of the questions, and for repeated ones often", () => {
  const share = (answer: (count: number) => boolean): number =>
    problems.filter((problem) => answer(Number(problem.answer))).length / problems.length;
  expect(share((count) => count === 0)).toBeGreaterThan(0.07);
  expect(share((count) => count === 0)).toBeLessThan(0.13);
  expect(share((count) => count === 1)).toBeLessThan(0.5);
  expect(share((count) => count > 2)).toBeGreaterThan(0.05);
});

it("asks for every letter of the alphabet", () => {
  expect(new Set(problems.map(({ letter }) => letter)).size).toBe(26);
});

it("makes the problem of a chosen letter and word, with its answer", () => {
  expect(lettersProblem(LETTERS_WORDINGS[0], "r", "strawberry")).toEqual({
    family: "letters",
    question: "How many r in strawberry?",
    answer: "3",
    letter: "r",
    word: "strawberry",
  });
});
