import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Draws } from "../../random";
import { exactMatch } from "../../rewards/exactMatch";
import { FAMILIES, familyOf, problemAt } from "./families";
import type { FamilyId, Problem, Split } from "./problem";

const SPLITS: readonly Split[] = ["train", "held-out"];

/** What a question asks about and its answer, read from the question's text alone. */
function readQuestion({ family, question }: Problem): { subject: string; answer: number } {
  if (family === "letters") {
    const letter = / (?:letter |many )?([a-z]) (?:are |appear )?in /.exec(question)?.[1] ?? "";
    const word = / in ([a-z]+)[?.]$/.exec(question)?.[1] ?? "";
    return { subject: word, answer: word.split(letter).length - 1 };
  }
  const [left = NaN, right = NaN] = Array.from(question.matchAll(/\d+/g), Number);
  const answer = /gives|take|fly away|lost/.test(question) ? left - right : left + right;
  const pair = [left, right].toSorted((a, b) => a - b).join(" ");
  return { subject: `${answer === left - right ? "-" : "+"} ${pair}`, answer };
}

const anyProblem = fc
  .record({
    family: fc.constantFrom<FamilyId>("letters", "sums"),
    split: fc.constantFrom(...SPLITS),
    seed: fc.nat(),
    index: fc.nat(),
  })
  .map(({ family, split, seed, index }) => problemAt(family, split, seed, index));

describe("problemAt", () => {
  it("has an answer that follows from the text of the question", () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        expect(problem.answer).toBe(String(readQuestion(problem).answer));
      }),
      { numRuns: 1000 },
    );
  });

  it("is a pure function of its arguments", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom(...SPLITS), (seed, index, split) => {
        for (const { id } of FAMILIES) {
          expect(problemAt(id, split, seed, index)).toEqual(problemAt(id, split, seed, index));
        }
      }),
      { numRuns: 50 },
    );
  });

  it("gives other problems for another seed, another index or another split", () => {
    const questions = (split: Split, seed: number, from: number): string[] =>
      FAMILIES.flatMap(({ id }) =>
        Array.from({ length: 20 }, (_, index) => problemAt(id, split, seed, from + index).question),
      );
    const first = questions("train", 1, 0);
    for (const other of [questions("train", 2, 0), questions("train", 1, 20), questions("held-out", 1, 0)]) {
      expect(first.filter((question, at) => question === other[at])).toEqual([]);
    }
  });

  it.each(FAMILIES.map(({ id }) => id))("never asks about the same thing in both splits of %s", (id) => {
    const subjects = SPLITS.map(
      (split) =>
        new Set(
          Array.from({ length: 3000 }, (_, index) => readQuestion(problemAt(id, split, 1, index)).subject),
        ),
    );
    const [train, heldOut] = subjects as [Set<string>, Set<string>];
    expect(heldOut.size).toBeGreaterThan(400);
    expect([...heldOut].filter((subject) => train.has(subject))).toEqual([]);
  });

  it("reads like this", () => {
    const lines = FAMILIES.flatMap(({ id }) =>
      Array.from({ length: 6 }, (_, index) => problemAt(id, "held-out", 7, index)),
    ).map(({ question, answer }) => `${question} -> ${answer}`);
    expect(lines).toMatchInlineSnapshot(`
      [
        "Count the letter e in bracelet. -> 2",
        "How often is the letter f in frearnfount? -> 2",
        "How many e are in heyee? -> 3",
        "How often is the letter a in rain? -> 1",
        "Count the letter n in clarinet. -> 1",
        "How many m are in family? -> 1",
        "There are 51 cards in a box. We add 19. How many are there now? -> 70",
        "Mia finds 44 cookies and then 85 more. How many is that? -> 129",
        "Max has 77 cards and buys 91 more. How many cards does Max have now? -> 168",
        "Eva has 89 books and gives 64 to Zoe. How many books are left? -> 25",
        "Ida has 98 books and buys 88 more. How many books does Ida have now? -> 186",
        "Ida has 41 stickers and buys 5 more. How many stickers does Ida have now? -> 46",
      ]
    `);
  });
});

describe("every style of every family", () => {
  it("ends in a box and is recognised by styleOf", () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(), (problem, item) => {
        const family = familyOf(problem.family);
        for (const style of family.styles) {
          const text = style.write(problem, new Draws(3, "test", item));
          expect(text).toMatch(/\\boxed\{\d+\}$/);
          expect(family.styleOf(text)).toBe(style.id);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("refuses to be applied to a problem of another family", () => {
    const [letters, sums] = [problemAt("letters", "train", 1, 0), problemAt("sums", "train", 1, 0)];
    for (const [family, foreign] of [
      [familyOf("letters"), sums],
      [familyOf("sums"), letters],
    ] as const) {
      expect(() => family.styles[0]?.write(foreign, new Draws(1, "test", 0))).toThrow(TypeError);
    }
  });

  it.each([
    ["letters", "steps", 0.97, 1],
    ["letters", "sloppy", 0.35, 0.55],
    ["letters", "guess", 0.2, 0.35],
    ["sums", "steps", 0.97, 1],
    ["sums", "sloppy", 0.35, 0.55],
    ["sums", "guess", 0.2, 0.35],
  ] as const)("%s, %s: right between %f and %f of the time, on both splits", (id, styleId, low, high) => {
    const style = familyOf(id).styles.find((candidate) => candidate.id === styleId);
    for (const split of SPLITS) {
      const rewards = Array.from({ length: 2000 }, (_, index): number => {
        const problem = problemAt(id, split, 5, index);
        return exactMatch(style?.write(problem, new Draws(5, "test", index)) ?? "", problem.answer);
      });
      const share = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
      expect(share).toBeGreaterThan(low);
      expect(share).toBeLessThan(high);
    }
  });
});

describe("styleOf", () => {
  it.each([
    "",
    "\\boxed{3}",
    "The answer is \\boxed{3}",
    "I think it is 3",
    "Let me spell it: s0 t0. The answer is \\boxed{0} really",
    "Step by step. Ones: 1+1=2. The answer is \\boxed{2}",
  ])("calls %j other", (text) => {
    for (const family of FAMILIES) expect(family.styleOf(text)).toBe("other");
  });

  it("goes by the form, not by whether the answer is right", () => {
    expect(familyOf("letters").styleOf("One by one: a9 b9. The answer is \\boxed{7}")).toBe("steps");
    expect(familyOf("sums").styleOf("Quickly: 1+1=3, so \\boxed{3}")).toBe("sloppy");
  });
});
