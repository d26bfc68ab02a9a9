import type { Author, SampleRun } from "./sampleRun";
import { AUTHORS, lengthsOf, mean, rightsOf, scoredQuestions } from "./scores";
import type { StatisticsOptions } from "./statistics";

/** Questions with one value of a slice column. */
export interface SliceRow {
  /** "" where the row has none. */
  value: string;
  questions: number;
  /** Over the questions whose answers have a reward, or are judged; NaN of what none has. */
  authors: Readonly<
    Partial<Record<Author, { questions: number; reward: number; accuracy: number; tokens: number }>>
  >;
}

export interface SliceTable {
  column: string;
  /** The most frequent value first, then by value; the first `MOST_SLICES` of them. */
  rows: readonly SliceRow[];
  /** Values beyond those. */
  more: number;
}

/** Values of a column that are listed. */
export const MOST_SLICES = 200;

/** One table a slice column of the run. */
export function sliceTables(
  run: Pick<SampleRun, "questions" | "task" | "dataset">,
  { rightFrom = 1, byTotal = false }: StatisticsOptions = {},
): SliceTable[] {
  return run.dataset.slices.map((column) => {
    const groups = new Map<string, SampleRun["questions"][number][]>();
    for (const question of run.questions) {
      if (question.skipped !== undefined) continue;
      const value = Object.hasOwn(question.slices, column) ? (question.slices[column] ?? "") : "";
      const group = groups.get(value);
      if (group) group.push(question);
      else groups.set(value, [question]);
    }
    const sorted = [...groups].sort(
      ([one, few], [other, many]) => many.length - few.length || (one < other ? -1 : 1),
    );
    return {
      column,
      more: Math.max(0, sorted.length - MOST_SLICES),
      rows: sorted.slice(0, MOST_SLICES).map(([value, questions]) => ({
        value,
        questions: questions.length,
        authors: Object.fromEntries(
          AUTHORS.flatMap((author) => {
            const scored = scoredQuestions({ questions, task: run.task }, author, { byTotal }).filter(
              (one) => !Number.isNaN(one.mean) || rightsOf(one.answers, rightFrom).length > 0,
            );
            if (scored.length === 0) return [];
            const row = {
              questions: scored.length,
              reward: mean(scored.map((one) => one.mean).filter((value) => !Number.isNaN(value))),
              accuracy: mean(
                scored
                  .map(({ answers }) => mean(rightsOf(answers, rightFrom)))
                  .filter((value) => !Number.isNaN(value)),
              ),
              tokens: mean(scored.flatMap(({ answers }) => lengthsOf(answers))),
            };
            return [[author, row]];
          }),
        ),
      })),
    };
  });
}
