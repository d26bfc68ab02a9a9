import { badFile } from "../badFile";
import { parsePythonJson } from "../pythonJson";
import type { TaskProblem } from "../../tasks/taskShape";
import type { SampleRun } from "./sampleRun";
import { readQuestionResult, readRunTask, readSampleRunHeader } from "./sampleRunShape";

export const SAMPLE_RUN_FORMAT = "rl-on-off/sample-run";

/** Characters of a run's file that are read. */
export const MOST_SAMPLE_RUN = 384 * 1024 ** 2;

/** A run with everything in it: `sample_run.json`. What is still to be asked is left out. */
export function sampleRunJson(run: SampleRun): string {
  const { asked: _, questions, ...header } = run;
  const head = JSON.stringify({ format: SAMPLE_RUN_FORMAT, version: 1, ...header });
  const lines = questions.map((question) => JSON.stringify(question));
  return `${head.slice(0, -1)},"questions":[\n${lines.join(",\n")}\n]}\n`;
}

/** Whether parsed JSON says of itself that it is a run. */
export function isSampleRun(contents: unknown): boolean {
  return (
    typeof contents === "object" &&
    contents !== null &&
    "format" in contents &&
    contents.format === SAMPLE_RUN_FORMAT
  );
}

export interface ReadSampleRun {
  run: SampleRun;
  /** What of its task this page does not know: the run is shown, and cannot be gone on with as it was. */
  problems: readonly TaskProblem[];
}

/** @throws ExpectedError "bad-input" that says what is wrong with it */
export function parseSampleRun(text: string): ReadSampleRun {
  if (text.length > MOST_SAMPLE_RUN)
    throw badFile(`This run has ${text.length} characters; at most ${MOST_SAMPLE_RUN} are read.`);
  let contents: unknown;
  try {
    contents = parsePythonJson(text);
  } catch (error) {
    throw badFile("This run is no JSON.", undefined, error instanceof Error ? error.message : String(error));
  }
  if (!isSampleRun(contents)) throw badFile("This is no run: its format is another, or not named.");
  const { version, questions, task: given, format: _, ...rest } = contents as Record<string, unknown>;
  if (version !== 1) throw badFile(`This run has version ${JSON.stringify(version)}; 1 is read.`);
  const { task, problems } = readRunTask(given);
  const header = readSampleRunHeader({ ...rest, task });
  if (!header) throw badFile("What this run says of its models and settings cannot be used.");
  if (!Array.isArray(questions) || questions.length > header.total)
    throw badFile(`This run names ${header.total} questions, but what it has of them is no list of as many.`);
  const read = questions.map((one: unknown, at) => {
    const question = readQuestionResult(one);
    if (!question) throw badFile(`Question ${at + 1} of ${questions.length} in this run cannot be used.`);
    return question;
  });
  return { run: { ...header, questions: read }, problems };
}
