import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { authorRuns, runIndexAt, type Author } from "./authorRuns";

const authors = fc.array(fc.constantFrom<Author>("a", "b", "forced"), { maxLength: 40 });

describe("authorRuns", () => {
  test("merges neighbours by the same author, both ends inclusive", () => {
    expect(authorRuns(["a", "a", "b", "forced", "forced", "a"])).toEqual([
      { from: 0, to: 1, author: "a" },
      { from: 2, to: 2, author: "b" },
      { from: 3, to: 4, author: "forced" },
      { from: 5, to: 5, author: "a" },
    ]);
    expect(authorRuns([])).toEqual([]);
  });

  test("covers every position once, in order, and no two neighbours have the same author", () => {
    fc.assert(
      fc.property(authors, (all) => {
        const runs = authorRuns(all);
        expect(runs.flatMap(({ from, to, author }) => Array(to - from + 1).fill(author))).toEqual(all);
        for (const [index, run] of runs.entries()) expect(run.author).not.toBe(runs[index - 1]?.author);
      }),
    );
  });
});

describe("runIndexAt", () => {
  test("finds the run of each position, and −1 beyond them", () => {
    fc.assert(
      fc.property(authors, (all) => {
        const runs = authorRuns(all);
        for (let position = -1; position <= all.length; position++)
          expect(runIndexAt(runs, position)).toBe(
            runs.findIndex(({ from, to }) => position >= from && position <= to),
          );
      }),
    );
  });
});
