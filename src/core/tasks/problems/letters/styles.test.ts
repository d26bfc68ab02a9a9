import { expect, it } from "vitest";
import { Draws } from "../../../random";
import type { LettersProblem } from "./lettersProblem";
import { LETTERS_STYLES } from "./styles";

const PROBLEM: LettersProblem = {
  family: "letters",
  question: "How many r in strawberry?",
  answer: "3",
  word: "strawberry",
  letter: "r",
};

function writings(id: string, items: number): string[] {
  const style = LETTERS_STYLES.find((candidate) => candidate.id === id);
  return Array.from({ length: items }, (_, item) => style?.write(PROBLEM, new Draws(1, "test", item)) ?? "");
}

it("steps spell every letter with the count so far; nearly all texts are one of two", () => {
  const spelled = "s0 t0 r1 a1 w1 b1 e1 r2 r3 y3. The answer is \\boxed{3}";
  const texts = writings("steps", 1000);
  const right = texts.filter(
    (text) => text === `Let me spell it: ${spelled}` || text === `One by one: ${spelled}`,
  );
  expect(right.length / texts.length).toBeGreaterThan(0.97);
  expect(right.length).toBeLessThan(texts.length);
});

it("a slip of steps moves the count by one, and the answer is the last count", () => {
  const wrong = writings("steps", 3000).filter((text) => !text.endsWith("{3}"));
  expect(wrong.length).toBeGreaterThan(0);
  for (const text of wrong) {
    expect(text).toMatch(/y([24])\. The answer is \\boxed\{\1\}$/);
  }
});

it("sloppy steps write a doubled letter once, or do not spell at all", () => {
  for (const text of writings("sloppy", 200)) {
    expect(text).toMatch(/^(Let me spell it: s t r a w b e r y|By eye I see (\d)), so \\boxed\{[1-3]\}$/);
  }
});

it("careful and sloppy texts share a beginning that goes beyond the opener", () => {
  const beginnings = (id: string): string[] =>
    writings(id, 50).filter((text) => text.startsWith("Let me spell it: s"));
  expect(beginnings("steps").length).toBeGreaterThan(10);
  expect(beginnings("sloppy").length).toBeGreaterThan(10);
});

it("guesses 3, or one or two beside it", () => {
  const answers = writings("guess", 300).map((text) => text.replace(/^.*\{(\d)\}$/, "$1"));
  expect([...new Set(answers)].sort()).toEqual(["1", "2", "3", "4", "5"]);
});
