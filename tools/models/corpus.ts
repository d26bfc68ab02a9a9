import { FAMILIES } from "../../src/core/tasks/problems/families";
import type { Problem, StyleId } from "../../src/core/tasks/problems/problem";
import { Draws } from "../../src/core/random";

/** A problem of the train split with one written solution, right or wrong. */
export interface CorpusExample {
  problem: Problem;
  style: StyleId;
  solution: string;
}

/** Share of each style in the base corpus, for every problem alike: base can do more than it usually does. */
export const STYLE_SHARES: Readonly<Record<StyleId, number>> = { steps: 0.33, sloppy: 0.3, guess: 0.37 };

/** Example `index` of the base corpus (train split): family, style and noise drawn from the seed. */
export function corpusExample(seed: number, index: number): CorpusExample {
  const draws = new Draws(seed, "corpus", index);
  const family = draws.pick(FAMILIES);
  let rest = draws.next();
  const chosen = family.styles.find((style) => (rest -= STYLE_SHARES[style.id]) < 0);
  const style = chosen ?? draws.pick(family.styles);
  const problem = family.generate(draws, "train");
  return { problem, style: style.id, solution: style.write(problem, draws) };
}
