import type { Draws } from "../../random";
import { nearMiss } from "./nearMiss";
import type { Problem, Style } from "./problem";

const OPENERS = ["I think it is", "Maybe", "My guess is"] as const;
const FORM = /^(I think it is|Maybe|My guess is) \\boxed\{\d+\}$/;

/** Share of guesses that are right. */
const RIGHT = 0.25;

/** A bare sentence with the answer or, mostly, a number at one of the distances from it. */
export function guess(distances: readonly number[]): Style {
  return {
    id: "guess",
    label: "Bare guess",
    write(problem: Problem, draws: Draws) {
      const opener = draws.pick(OPENERS);
      const truth = Number(problem.answer);
      const answer = draws.next() < RIGHT ? truth : nearMiss(truth, distances, draws);
      return `${opener} \\boxed{${answer}}`;
    },
  };
}

/** Whether a text has the form of a guess. */
export function isGuess(answer: string): boolean {
  return FORM.test(answer);
}
