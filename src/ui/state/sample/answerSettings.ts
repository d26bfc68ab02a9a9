import type { Settings } from "../../../core/config/settings";
import { sampleCoordinate, type Author, type SampleRun } from "../../../core/experiment/sample/sampleRun";
import { writtenWith } from "../switching/writtenWith";

/** The settings that show an answer of a run in another view: its tokens in Compare, written once more in Switch. */
export function answerSettings(
  run: SampleRun,
  { index, author, sample }: { index: number; author: Author; sample: number },
  view: "compare" | "switch",
): Partial<Settings> | undefined {
  const question = run.questions.find((one) => one.index === index);
  const answer = question?.answers[author]?.[sample];
  if (!question || !answer) return undefined;
  const asked = run.asked?.find(({ row }) => row.index === index);
  const plain = asked?.chat && asked.system === undefined ? asked : undefined;
  const text: Partial<Settings> = {
    recording: "",
    prompt: plain?.prompt ?? question.prompt,
    chat: plain !== undefined,
    expected: question.reference ?? "",
    branches: [],
    chosen: -1,
    pins: [],
    range: null,
  };
  if (view === "compare") return { ...text, solution: "", solutionIds: answer.ids };
  const { settings } = run;
  const written = { ...settings, maxTokens: settings.maxNewTokens, sample: sampleCoordinate(index, sample) };
  return { ...text, ...writtenWith(written) };
}
