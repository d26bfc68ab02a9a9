import type { Settings } from "../../../core/config/settings";
import { problemAt } from "../../../core/tasks/problems/families";
import type { FamilyId } from "../../../core/tasks/problems/problem";

/** Problems are numbered below this; after the last comes the first. */
const PROBLEMS = 10_000;

/** The settings that ask a held-out problem of a family: the one after the problem that is asked, if that is one of them. */
export function nextProblem(
  family: FamilyId,
  { prompt, seed }: Pick<Settings, "prompt" | "seed">,
  last: number | undefined,
): { index: number; settings: Pick<Settings, "prompt" | "expected"> } {
  const first = last === undefined ? seed % PROBLEMS : (last + 1) % PROBLEMS;
  for (let index = first; ; index = (index + 1) % PROBLEMS) {
    const { question, answer } = problemAt(family, "held-out", 1, index);
    if (question !== prompt) return { index, settings: { prompt: question, expected: answer } };
  }
}
