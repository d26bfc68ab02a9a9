import type { StudyEvent, StudyRequest } from "../src/contract/lab";
import { requireComparable } from "../src/core/compare/comparison";
import type { FailureCode, Outcome } from "../src/core/errors";
import { endingsOf } from "../src/core/generation/switching/endings";
import { Follower } from "../src/core/generation/switching/follower";
import type { LanguageModel, StopCheck, TokenId } from "../src/core/model";
import { exactMatch } from "../src/core/rewards/exactMatch";
import type { Side } from "../src/core/side";
import { studyProblem } from "../src/core/study/studyProblem";
import { settled, unwrap } from "./outcome";
import { readPrompt } from "./readText";

/** What is wrong with one question only: the others are asked. */
const OF_ONE_QUESTION: readonly FailureCode[] = ["too-long", "bad-input"];

/** Runs a study problem by problem. */
export async function runStudy(
  run: number,
  models: Record<Side, LanguageModel>,
  request: StudyRequest,
  onEvent: (event: StudyEvent) => void | Promise<void>,
  { clock, stop }: { clock: () => number; stop: StopCheck },
): Promise<void> {
  const { a, b } = models;
  requireComparable(a.info, b.info, 0);
  await onEvent({ type: "study-start", run, a: a.info, b: b.info });
  const began = clock();
  const end = (reason: "done" | "stopped"): StudyEvent => ({
    type: "study-end",
    run,
    reason,
    milliseconds: clock() - began,
  });
  for (let index = request.from; index < request.problems.length; index++) {
    const { question, answer } = request.problems[index]!;
    const read = await promptOf(models, question, request.chat);
    if (!read.ok && OF_ONE_QUESTION.includes(read.failure.code)) {
      await onEvent({ type: "study-skipped", run, index, failure: read.failure });
      continue;
    }
    const prompt = unwrap(read);
    const [followerA, followerB] = await Promise.all([Follower.open(a, prompt), Follower.open(b, prompt)]);
    try {
      const outcomes = await studyProblem({ a: followerA, b: followerB }, prompt, {
        ...request,
        sample: index,
        endings: endingsOf(models, prompt.length, request),
        reward: async (solution) => exactMatch(await a.decode(solution), answer),
        clock,
        stop,
      });
      if (!outcomes) return await onEvent(end("stopped"));
      await onEvent({ type: "study-problem", run, index, outcomes });
    } finally {
      await Promise.all([followerA.close(), followerB.close()]);
    }
  }
  await onEvent(end("done"));
}

function promptOf(
  { a, b }: Record<Side, LanguageModel>,
  question: string,
  chat: boolean,
): Promise<Outcome<TokenId[]>> {
  return settled(async () => {
    const { prompt } = await readPrompt(a, { prompt: question, chat });
    requireComparable(a.info, b.info, prompt.length);
    return prompt;
  });
}
