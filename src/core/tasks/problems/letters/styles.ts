import type { Draws } from "../../../random";
import { guess } from "../guess";
import { nearMiss } from "../nearMiss";
import type { Style } from "../problem";
import { count } from "./count";
import { asLetters } from "./lettersProblem";

/** The beginning that careful and sloppy solutions share: after it, the way is chosen a second time. */
const SHARED_OPENER = "Let me spell it:";

export const STEPS_FORM = /^(Let me spell it|One by one):( [a-z]\d+)+\. The answer is \\boxed\{\d+\}$/;
export const SLOPPY_FORM = /^(Let me spell it:( [a-z])+|By eye I see \d+), so \\boxed\{\d+\}$/;

/** Share of careful solutions with one letter miscounted. */
const SLIP = 0.015;
/** Share of sloppy solutions whose count is one off, a dropped letter apart. */
const MISCOUNT = 0.5;

/** Letter by letter, each with the count so far: "s0 t0 r1". */
const steps: Style = {
  id: "steps",
  label: "Letter by letter, with a running count",
  write(problem, draws) {
    const { word, letter } = asLetters(problem);
    const opener = draws.pick([SHARED_OPENER, "One by one:"]);
    const slipAt = draws.next() < SLIP ? draws.integer(0, word.length - 1) : -1;
    let seen = 0;
    const spelled = [...word].map((other, at) => {
      if ((other === letter) !== (at === slipAt)) seen++;
      return ` ${other}${seen}`;
    });
    return `${opener}${spelled.join("")}. The answer is \\boxed{${seen}}`;
  },
};

/** Spells without counting, every doubled letter written once, and then counts at a glance; or only glances. */
const sloppy: Style = {
  id: "sloppy",
  label: "Spelled in haste, or counted by eye",
  write(problem, draws) {
    const { word, letter } = asLetters(problem);
    const hasty = word.replace(/(.)\1+/g, "$1");
    const seen = glance(count(letter, hasty), draws);
    const way = draws.next() < 0.5 ? `${SHARED_OPENER} ${[...hasty].join(" ")}` : `By eye I see ${seen}`;
    return `${way}, so \\boxed{${seen}}`;
  },
};

function glance(truth: number, draws: Draws): number {
  return draws.next() < MISCOUNT ? nearMiss(truth, [1], draws) : truth;
}

/** The styles of the letters family. */
export const LETTERS_STYLES: readonly Style[] = [steps, sloppy, guess([1, 1, 2])];
