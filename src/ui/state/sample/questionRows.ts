import { electedAnswers } from "../../../core/experiment/sample/majorityVote";
import type { Author, QuestionResult, SampleRun } from "../../../core/experiment/sample/sampleRun";
import { AUTHORS, mean, scoredQuestions } from "../../../core/experiment/sample/scores";
import { correctnessTerm } from "../../../core/rewards/rewards";

/** One author's answers to a question, as a row shows them. */
export interface RowCell {
  /** Totals by sample; undefined where a reward that counts has failed. */
  totals: readonly (number | undefined)[];
  /** Whether each is right; undefined where that is not known, or no reward of the task tells right from wrong. */
  rights: readonly (boolean | undefined)[];
  /** Mean of those that there are; NaN of none. */
  mean: number;
  /** The most frequent extracted answer; undefined where none was found. */
  majority: string | undefined;
}

export interface QuestionRow {
  /** Place in the run's list of questions. */
  place: number;
  result: QuestionResult;
  cells: Partial<Record<Author, RowCell>>;
  /** How much better the second of the compared authors does than the first; NaN where one has no reward. */
  gap: number;
  /** Mean JS over all answers that have one, nats; NaN where none has. */
  js: number;
}

export type RowOrder = "asked" | "gap" | "js";

export interface RowSort {
  by: RowOrder;
  descending: boolean;
}

/**
 * Every question that was answered, in the run's order; those that could not be asked are listed elsewhere.
 * @param rightFrom an answer is right whose correctness term is at least this
 */
export function questionRows(run: Pick<SampleRun, "questions" | "task">, rightFrom = 1): QuestionRow[] {
  const checked = correctnessTerm(run.task.rewards) !== undefined;
  return run.questions.flatMap((result, place): QuestionRow[] => {
    if (result.skipped !== undefined) return [];
    const cells: QuestionRow["cells"] = {};
    for (const author of AUTHORS) {
      const [scored] = scoredQuestions({ questions: [result], task: run.task }, author);
      if (!scored) continue;
      cells[author] = {
        totals: scored.answers.map(({ total }) => total),
        rights: scored.answers.map(({ judged }) =>
          checked && judged !== undefined ? judged >= rightFrom : undefined,
        ),
        mean: scored.mean,
        majority: electedAnswers(scored.answers)[0]?.answer.extracted?.trim(),
      };
    }
    const js = AUTHORS.flatMap((author) => result.answers[author] ?? []).flatMap(
      ({ meanJs }) => meanJs ?? [],
    );
    return [{ place, result, cells, gap: gapOf(cells), js: mean(js) }];
  });
}

/** B less A where both answered, else the last less the first of those that did. */
function gapOf(cells: QuestionRow["cells"]): number {
  const present = AUTHORS.filter((author) => cells[author]);
  const [left, right] = cells.a && cells.b ? (["a", "b"] as const) : [present[0], present.at(-1)];
  if (left === undefined || right === undefined || left === right) return NaN;
  return (cells[right]?.mean ?? NaN) - (cells[left]?.mean ?? NaN);
}

/** Rows in an order; those without the value come last either way, and equal ones as they were asked. */
export function sortedRows(
  rows: readonly QuestionRow[],
  { by, descending }: RowSort,
): readonly QuestionRow[] {
  const sign = descending ? -1 : 1;
  if (by === "asked") return descending ? rows.toReversed() : rows;
  return rows.toSorted((one, other) => {
    const [x, y] = [one[by], other[by]];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return sign * (x - y) || one.place - other.place;
  });
}
