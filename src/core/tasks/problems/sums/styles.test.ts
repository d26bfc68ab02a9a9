import { expect, it } from "vitest";
import { Draws } from "../../../random";
import { SUMS_STYLES } from "./styles";
import type { SumsProblem } from "./sumsProblem";

const SUM: SumsProblem = {
  family: "sums",
  question: "27 and 15?",
  answer: "42",
  operation: "+",
  left: 27,
  right: 15,
};
const DIFFERENCE: SumsProblem = {
  ...SUM,
  question: "52 less 17?",
  answer: "35",
  operation: "-",
  left: 52,
  right: 17,
};

function writings(problem: SumsProblem, id: string, items: number): string[] {
  const style = SUMS_STYLES.find((candidate) => candidate.id === id);
  return Array.from({ length: items }, (_, item) => style?.write(problem, new Draws(1, "test", item)) ?? "");
}

function mostFrequent(texts: readonly string[], count: number): string[] {
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([text]) => text)
    .sort();
}

it("steps do the ones, carry, and do the tens", () => {
  expect(mostFrequent(writings(SUM, "steps", 500), 2)).toEqual([
    "In columns. Ones: 7+5=12, carry 1. Tens: 2+1+1=4. The answer is \\boxed{42}",
    "Step by step. Ones: 7+5=12, carry 1. Tens: 2+1+1=4. The answer is \\boxed{42}",
  ]);
});

it("steps borrow where the upper digit is the smaller one", () => {
  expect(mostFrequent(writings(DIFFERENCE, "steps", 500), 2)).toEqual([
    "In columns. Ones: 12-7=5, borrow 1. Tens: 5-1-1=3. The answer is \\boxed{35}",
    "Step by step. Ones: 12-7=5, borrow 1. Tens: 5-1-1=3. The answer is \\boxed{35}",
  ]);
});

it("steps write both columns of small numbers and no leading zero in the answer", () => {
  const small: SumsProblem = { ...SUM, question: "3 and 4?", answer: "7", left: 3, right: 4 };
  expect(mostFrequent(writings(small, "steps", 200), 1)[0]).toContain(
    "Ones: 3+4=7. Tens: 0+0=0. The answer is \\boxed{7}",
  );
});

it("sloppy texts forget the carry more often than they keep it", () => {
  const answers = writings(SUM, "sloppy", 1000).map((text) => text.replace(/^.*\{(\d+)\}$/, "$1"));
  const share = (answer: string): number =>
    answers.filter((other) => other === answer).length / answers.length;
  expect(share("32")).toBeGreaterThan(share("42"));
  expect(share("42")).toBeGreaterThan(0.1);
  expect(new Set(answers)).toEqual(new Set(["22", "32", "42", "52"]));
});

it("sloppy texts begin like steps half of the time, and leave them after the ones", () => {
  const shared = writings(SUM, "sloppy", 1000).filter((text) =>
    /^Step by step\. Ones: 7\+5=12, so /.test(text),
  );
  expect(shared.length / 1000).toBeGreaterThan(0.4);
  expect(shared.length / 1000).toBeLessThan(0.6);
});
