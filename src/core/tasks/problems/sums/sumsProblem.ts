import type { Problem } from "../problem";

export type Operation = "+" | "-";

/** A sum or difference of two numbers of at most two digits; a difference is never negative. */
export interface SumsProblem extends Problem {
  readonly family: "sums";
  readonly operation: Operation;
  readonly left: number;
  readonly right: number;
}

/** The problem with its facts; throws for a problem of another family. */
export function asSums(problem: Problem): SumsProblem {
  if (problem.family === "sums" && "operation" in problem) return problem as SumsProblem;
  throw new TypeError(`Not a sums problem: ${problem.family}, "${problem.question}"`);
}
