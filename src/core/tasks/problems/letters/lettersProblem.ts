import type { Problem } from "../problem";

/** How many times does a letter appear in a word? */
export interface LettersProblem extends Problem {
  readonly family: "letters";
  /** Lower case, 3–12 letters a–z. */
  readonly word: string;
  readonly letter: string;
}

/** The problem with its facts; throws for a problem of another family. */
export function asLetters(problem: Problem): LettersProblem {
  if (problem.family === "letters" && "word" in problem && "letter" in problem)
    return problem as LettersProblem;
  throw new TypeError(`Not a letters problem: ${problem.family}, "${problem.question}"`);
}
