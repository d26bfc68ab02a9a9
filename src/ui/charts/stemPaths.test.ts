import { describe, expect, test } from "vitest";
import type { Author } from "./authorRuns";
import { stemPaths } from "./stemPaths";

const yOf = (value: number) => 100 - Math.max(0, Math.min(90, value));

describe("stemPaths", () => {
  test("has one path an author, a stem for each value", () => {
    expect(stemPaths([10, 20, 30, 5], ["a", "b", "forced", "a"], (at) => 10 * at, yOf)).toEqual([
      { author: "a", path: "M0,100V90M30,100V95" },
      { author: "b", path: "M10,100V80" },
      { author: "forced", path: "M20,100V70" },
    ]);
  });

  test("lets 0 be seen, clamps ∞, leaves out what has no value", () => {
    expect(stemPaths([0, Infinity, NaN], ["a", "a", "a"], (at) => 10 * at, yOf)).toEqual([
      { author: "a", path: "M0,100V99M10,100V10" },
    ]);
    expect(stemPaths([], [], (at) => at, yOf)).toEqual([]);
  });

  test("keeps the highest of each author where several share a column", () => {
    const authors: Author[] = ["a", "a", "b", "a", "b"];
    expect(stemPaths([5, 50, 7, 20, 30], authors, (at) => 0.1 * at, yOf)).toEqual([
      { author: "a", path: "M0.1,100V50" },
      { author: "b", path: "M0.4,100V70" },
    ]);
  });
});
