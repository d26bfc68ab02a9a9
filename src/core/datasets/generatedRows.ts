import { FAMILIES, problemAt } from "../tasks/problems/families";
import type { FamilyId } from "../tasks/problems/problem";
import type { ChosenColumns, DatasetRow } from "./dataset";

/** The columns of generated rows. */
export const GENERATED_COLUMNS: ChosenColumns = { question: "question", reference: "answer" };

/** Rows that can be asked for: the last ones are as quick as the first. */
export const MOST_GENERATED = 1_000_000;

/** Problems of one family, or of all of them in turn. */
export type GeneratedFamily = FamilyId | "both";

/**
 * Rows `from … from + count − 1` of the project's own problems of a seed, of which no embedded model was trained on any;
 * row `i` is the same whatever is asked for besides. The column `family` says which family a row is of.
 */
export function generatedRows(
  family: GeneratedFamily,
  seed: number,
  from: number,
  count: number,
): DatasetRow[] {
  const families = family === "both" ? FAMILIES.map(({ id }) => id) : [family];
  return Array.from({ length: Math.max(0, Math.min(count, MOST_GENERATED - from)) }, (_, place) => {
    const index = from + place;
    const id = families[index % families.length] as FamilyId;
    const { question, answer } = problemAt(id, "held-out", seed, Math.floor(index / families.length));
    return { index, fields: { question, answer, family: id } };
  });
}
