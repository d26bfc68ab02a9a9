import type { Draws } from "../../../random";
import { isGuess } from "../guess";
import type { ProblemFamily, Split } from "../problem";
import { splitOf } from "../split";
import { SLOPPY_FORM, STEPS_FORM, SUMS_STYLES } from "./styles";
import type { Operation, SumsProblem } from "./sumsProblem";
import { NAMES, THINGS, WORDINGS, type Scene, type Wording } from "./wordings";

const SMALLEST = 2;
const LARGEST = 99;

/** What the splits are cut by. `a + b` and `b + a` share a key, so neither gives the other away. */
function keyOf(operation: Operation, left: number, right: number): string {
  return `${Math.max(left, right)} ${operation} ${Math.min(left, right)}`;
}

function drawNumbers(draws: Draws, operation: Operation, split: Split): [left: number, right: number] {
  for (;;) {
    const first = draws.integer(SMALLEST, LARGEST);
    const second = draws.integer(SMALLEST, LARGEST);
    if (splitOf(keyOf(operation, first, second)) !== split) continue;
    return operation === "-" && first < second ? [second, first] : [first, second];
  }
}

/** The problem that a wording makes of a scene. */
export function sumsProblem({ operation, ask }: Wording, scene: Scene): SumsProblem {
  const { left, right } = scene;
  const answer = String(operation === "+" ? left + right : left - right);
  return { family: "sums", question: ask(scene), answer, operation, left, right };
}

/** Small word problems with one sum or one difference. */
export const sums: ProblemFamily = {
  id: "sums",
  label: "Sums and differences",
  generate(draws, split): SumsProblem {
    const wording = draws.pick(WORDINGS);
    const [left, right] = drawNumbers(draws, wording.operation, split);
    const [name = "", other = ""] = draws.shuffle(NAMES);
    return sumsProblem(wording, { left, right, name, other, things: draws.pick(THINGS) });
  },
  styles: SUMS_STYLES,
  styleOf(answer) {
    if (STEPS_FORM.test(answer)) return "steps";
    if (SLOPPY_FORM.test(answer)) return "sloppy";
    return isGuess(answer) ? "guess" : "other";
  },
};
