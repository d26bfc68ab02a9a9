import { sameArm, type Arm } from "../../../../core/study/arms";
import type { Study } from "../../../../core/study/study";
import type { Outcome } from "../../../../core/study/studyProblem";

/** A problem with what came of it at one point. */
export interface ProblemRow {
  index: number;
  question: string;
  answer: string;
  a: Outcome;
  b: Outcome;
  /** Of the point. */
  at: Outcome;
}

/** Which problems are listed: those where the point's answer has more, or less, reward than A's. */
export type RowFilter = "all" | "gained" | "lost";

/** The answered problems of a point, in their order. */
export function problemRows({ problems, results }: Study, arm: Arm): ProblemRow[] {
  return results.flatMap(({ outcomes }, index) => {
    const [a, b, at] = [{ series: "a" } as const, { series: "b" } as const, arm].map((wanted) =>
      outcomes.find((outcome) => sameArm(outcome.arm, wanted)),
    );
    const problem = problems[index];
    return a && b && at && problem ? [{ index, ...problem, a, b, at }] : [];
  });
}

export function filtered(rows: readonly ProblemRow[], filter: RowFilter): readonly ProblemRow[] {
  if (filter === "gained") return rows.filter(({ a, at }) => at.reward > a.reward);
  if (filter === "lost") return rows.filter(({ a, at }) => at.reward < a.reward);
  return rows;
}
