import { ACTIONS, type Action } from "./actions";
import { CONDITIONS, type Condition } from "./conditions";
import { readMarkdown, tangledLine } from "./markdown";
import { plainText, type Block } from "./prose";
import { readWord, type WordProblem } from "./vocabulary";

/** Longest lesson that is read, in UTF-16 units. */
export const MAX_LESSON_LENGTH = 30_000;

/** Most steps of a lesson, and most lines of one step block. */
const MAX_STEPS = 60;
const MAX_LINES = 20;

/** One page of a lesson. */
export interface Step {
  title: string;
  text: readonly Block[];
  actions: readonly Action[];
  /** All have to hold; where there are none, the step is done by going on. */
  conditions: readonly Condition[];
}

export interface Lesson {
  title: string;
  steps: readonly Step[];
}

/** What of a lesson's text was not taken as it stood. Lines count from 1. */
export type LessonProblem =
  | { type: "too-long"; length: number; limit: number }
  /** Reading it would take a browser many seconds. */
  | { type: "tangled"; line: number }
  | { type: "no-steps" }
  | { type: "too-many-steps"; steps: number; limit: number }
  | { type: "too-many-lines"; line: number; lines: number; limit: number }
  | { type: "no-such-line"; line: number; text: string }
  | ({ line: number } & WordProblem);

/**
 * Reads a lesson: Markdown whose `# ` heading is its title and whose `## ` headings begin its steps; text before the
 * first step is a step of its own. A code block named `step` says what the step does and when it is done:
 *
 * ```step
 * do: example carry
 * done: token 15
 * ```
 *
 * What cannot be used is named and left out; the lesson is undefined where nothing is left. Never throws.
 */
export function readLesson(source: string): { lesson: Lesson | undefined; problems: LessonProblem[] } {
  const problems: LessonProblem[] = [];
  if (source.length > MAX_LESSON_LENGTH) {
    problems.push({ type: "too-long", length: source.length, limit: MAX_LESSON_LENGTH });
    return { lesson: undefined, problems };
  }
  const tangled = tangledLine(source);
  if (tangled !== undefined) {
    problems.push({ type: "tangled", line: tangled });
    return { lesson: undefined, problems };
  }
  let title = "";
  const drafts: StepDraft[] = [];
  const current = () => drafts.at(-1) ?? begin(drafts, "");
  for (const part of readMarkdown(source)) {
    if (part.type === "heading" && part.depth === 1 && title === "") title = plainText(part.content).trim();
    else if (part.type === "heading" && part.depth <= 2) begin(drafts, plainText(part.content).trim());
    else if (part.type === "heading") current().text.push({ type: "heading", content: part.content });
    else if (part.type === "block") current().text.push(part.block);
    else if (part.info === "step") readStepLines(part.text, part.line, current(), problems);
    else current().text.push({ type: "code", text: part.text });
  }
  if (drafts.length === 0) {
    problems.push({ type: "no-steps" });
    return { lesson: undefined, problems };
  }
  if (drafts.length > MAX_STEPS) {
    problems.push({ type: "too-many-steps", steps: drafts.length, limit: MAX_STEPS });
  }
  const steps = drafts.slice(0, MAX_STEPS).map((step) => ({ ...step, title: step.title || title }));
  return { lesson: { title: title || (steps[0]?.title ?? ""), steps }, problems };
}

interface StepDraft {
  title: string;
  text: Block[];
  actions: Action[];
  conditions: Condition[];
}

function begin(drafts: StepDraft[], title: string): StepDraft {
  const draft: StepDraft = { title, text: [], actions: [], conditions: [] };
  drafts.push(draft);
  return draft;
}

/** @param fence the line of the block's opening fence */
function readStepLines(text: string, fence: number, step: StepDraft, problems: LessonProblem[]): void {
  const lines = text.split("\n");
  if (lines.length > MAX_LINES) {
    problems.push({ type: "too-many-lines", line: fence, lines: lines.length, limit: MAX_LINES });
  }
  lines.slice(0, MAX_LINES).forEach((written, index) => {
    if (written.trim() === "") return;
    const line = fence + 1 + index;
    const [, verb, rest = ""] = /^\s*(do|done):(.*)$/.exec(written) ?? [];
    const at = (problem: WordProblem) => problems.push({ line, ...problem });
    if (verb === "do") {
      const action = readWord(ACTIONS, rest);
      if (action.ok) step.actions.push(action.value);
      else at(action.problem);
    } else if (verb === "done") {
      const condition = readWord(CONDITIONS, rest);
      if (condition.ok) step.conditions.push(condition.value);
      else at(condition.problem);
    } else problems.push({ type: "no-such-line", line, text: written.trim() });
  });
}
