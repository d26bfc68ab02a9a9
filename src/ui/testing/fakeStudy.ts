import { vocabularyMismatch } from "../../core/compare/comparison";
import { endingsOf } from "../../core/generation/switching/endings";
import { Follower } from "../../core/generation/switching/follower";
import { exactMatch } from "../../core/rewards/exactMatch";
import type { StudyEvent, StudyRequest } from "../../core/study/events";
import { studyProblem } from "../../core/study/studyProblem";
import type { TokenId } from "../../core/model";
import { modelOf, type FakeSwitchParts } from "./fakeSwitch";

/** What a fake laboratory has for a study. */
export type FakeStudyParts = Omit<FakeSwitchParts, "prompt" | "rendered"> & {
  prompt: (question: string) => readonly TokenId[];
};

/** The events of a study by the real core; a question that holds "?!" is one that cannot be asked. */
export async function* fakeStudyEvents(
  run: number,
  request: StudyRequest,
  parts: FakeStudyParts,
): AsyncGenerator<StudyEvent, void, void> {
  const models = {
    a: modelOf("a", { ...parts, prompt: [], rendered: "" }),
    b: modelOf("b", { ...parts, prompt: [], rendered: "" }),
  };
  const mismatch = vocabularyMismatch(models.a.info, models.b.info);
  if (mismatch) return yield { type: "study-failed", run, failure: mismatch };
  yield { type: "study-start", run, a: models.a.info, b: models.b.info };
  for (let index = request.from; index < request.problems.length; index++) {
    await parts.pause();
    const failure = parts.lost();
    if (failure) return yield { type: "study-failed", run, failure };
    const { question = "", answer = "" } = request.problems[index] ?? {};
    if (question.includes("?!")) {
      const tooLong = { code: "too-long", message: `The text has 9999 tokens.` } as const;
      yield { type: "study-skipped", run, index, failure: tooLong };
      continue;
    }
    const prompt = parts.prompt(question);
    const followers = { a: await Follower.open(models.a, prompt), b: await Follower.open(models.b, prompt) };
    const outcomes = await studyProblem(followers, prompt, {
      ...request,
      sample: index,
      endings: endingsOf(models, prompt.length, request),
      reward: async (solution) => exactMatch(await models.a.decode(solution), answer),
      clock: () => 0,
      stop: parts.stopped,
    });
    if (!outcomes) return yield { type: "study-end", run, reason: "stopped", milliseconds: 1 };
    yield { type: "study-problem", run, index, outcomes };
  }
  yield { type: "study-end", run, reason: "done", milliseconds: 1 };
}
