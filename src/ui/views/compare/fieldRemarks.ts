import type { Field, TextProblem } from "../../state/textProblems";
import { strings } from "../../strings";

/** What is said right below a text field: why it cannot be used, and what was changed in it. */
export function fieldRemarks(
  field: Field,
  problems: readonly TextProblem[],
  replaced: Partial<Record<Field, number>>,
): string[] {
  const remarks = problems.filter((problem) => problem.field === field).map(strings.problem);
  const halves = replaced[field] ?? 0;
  return halves > 0 ? [...remarks, strings.editor.replaced(halves)] : remarks;
}
