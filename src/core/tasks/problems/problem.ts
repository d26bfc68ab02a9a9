import type { Draws } from "../../random";

export type FamilyId = "letters" | "sums";

/** A question with an exact answer. */
export interface Problem {
  readonly family: FamilyId;
  readonly question: string;
  /** Canonical decimal text: digits without sign or leading zeros. */
  readonly answer: string;
}

/** Problems of the two splits never ask about the same word, or the same two numbers. */
export type Split = "train" | "held-out";

/** How a solution is written: spelled-out steps (works), sloppy steps, a bare guess (often wrong). */
export type StyleId = "steps" | "sloppy" | "guess";

export interface Style {
  readonly id: StyleId;
  readonly label: string;
  /**
   * A solution text ending in `\boxed{…}`. It may be wrong: each style errs at its own rate.
   * @param problem a problem that this style's family generated; another one throws
   */
  write(problem: Problem, draws: Draws): string;
}

export interface ProblemFamily {
  readonly id: FamilyId;
  readonly label: string;
  generate(draws: Draws, split: Split): Problem;
  readonly styles: readonly Style[];
  /** The style whose form a written answer has, right or wrong; "other" for every other text. */
  styleOf(answer: string): StyleId | "other";
}
