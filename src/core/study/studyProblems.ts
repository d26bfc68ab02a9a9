import { FAMILIES, problemAt } from "../tasks/problems/families";
import type { FamilyId } from "../tasks/problems/problem";
import type { StudyProblem } from "./events";

/** Where a study's problems come from: one family, or all of them in turn. */
export type StudyFamily = FamilyId | "both";

/** The first problems of the seed that no model was trained on; the same ones whatever their number. */
export function studyProblems(family: StudyFamily, seed: number, count: number): StudyProblem[] {
  const ids = family === "both" ? FAMILIES.map(({ id }) => id) : [family];
  return Array.from({ length: count }, (_, index) => {
    const id = ids[index % ids.length] as FamilyId;
    const { question, answer } = problemAt(id, "held-out", seed, Math.floor(index / ids.length));
    return { question, answer };
  });
}
