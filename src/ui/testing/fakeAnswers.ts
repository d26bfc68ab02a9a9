import type {
  AnswerArraysEvent,
  AnswerArraysRequest,
  AnswerPlace,
  OpenAnswersRequest,
  OpenedAnswersFile,
} from "../../contract/answers";
import type { BlobLike } from "../../contract/files";
import { outcomeOf } from "../../client/outcome";
import { OpenedAnswers } from "../../core/experiment/answers/openAnswers";
import { AnswersWriter, type AnsweredQuestion } from "../../core/experiment/answers/writeAnswers";
import { openNpzDirectory } from "../../core/experiment/npzFile";
import { bytesSource } from "../../core/experiment/source";
import { arrayBytes, writeNpz } from "../../core/experiment/writeNpz";
import type { Outcome } from "../../core/errors";
import type { ModelInfo, Token, TokenId } from "../../core/model";

/** What writing needs of the laboratory. */
export interface FakeAnswerParts {
  info: ModelInfo;
  read: (asked: { prompt: string; chat: boolean }) => { prompt: readonly TokenId[]; rendered: string };
  encode: (text: string) => TokenId[];
  logprobs: (prefix: readonly TokenId[]) => Float32Array;
  looks: (ids: readonly TokenId[]) => Token[];
  stopped: () => boolean;
  pause: () => Promise<void>;
}

/** The real writing of answers, without a worker. */
export async function* fakeAnswerArrays(
  run: number,
  request: AnswerArraysRequest,
  parts: FakeAnswerParts,
): AsyncGenerator<AnswerArraysEvent, void, void> {
  const prompts = request.questions.map((asked) => parts.read(asked));
  const questions = request.questions.map(({ answers, ...asked }, index): AnsweredQuestion => ({
    ...asked,
    prompt: prompts[index]?.rendered ?? "",
    answers: answers.map(({ ids, ...answer }) => ({ ...answer, ids: ids ?? parts.encode(answer.text) })),
  }));
  const told: AnswerArraysEvent[] = [];
  const writer = new AnswersWriter({
    ...request,
    model: parts.info,
    questions,
    look: async (ids) => parts.looks([...ids]),
    json: (text) => void told.push({ type: "answers-json", run, text }),
    progress: (answers, tokens) =>
      void told.push({ type: "answers-progress", run, answers, tokens, milliseconds: 1 }),
    rows: async function* (q, s) {
      const ids = questions[q]?.answers[s]?.ids ?? [];
      for (const [t] of ids.entries())
        yield parts.logprobs([...(prompts[q]?.prompt ?? []), ...ids.slice(0, t)]);
    },
  });
  const answers = questions.reduce((sum, question) => sum + question.answers.length, 0);
  yield { type: "answers-start", run, total: arrayBytes([...writer.arrays()]), answers, skipped: 0 };
  await parts.pause();
  if (parts.stopped())
    return yield { type: "answers-failed", run, failure: { code: "stopped", message: "Stopped." } };
  await writer.begin();
  await writeNpz(writer.arrays(), (bytes) => void told.push({ type: "answers-bytes", run, bytes }));
  await writer.finish();
  yield* told;
  yield { type: "answers-end", run, milliseconds: 1 };
}

/** Files of answers that are open, by their runs. */
export class FakeAnswerFiles {
  readonly opened = new Map<number, OpenedAnswers>();

  open(run: number, { json, npz }: OpenAnswersRequest): Promise<Outcome<OpenedAnswersFile>> {
    return outcomeOf(async () => {
      const directory = npz && (await openNpzDirectory(bytesSource(await bytesOf(npz))));
      const answers = new OpenedAnswers(directory, new TextDecoder().decode(await bytesOf(json)));
      this.opened.set(run, answers);
      return { ...answers.summary, run };
    });
  }

  tokens(run: number, { result, sample }: AnswerPlace) {
    return outcomeOf(async () => this.of(run).tokens(result, sample));
  }

  position(
    run: number,
    { result, sample }: AnswerPlace,
    position: number,
    page: { offset: number; limit: number },
  ) {
    return outcomeOf(async () => this.of(run).position(result, sample, position, page));
  }

  private of(run: number): OpenedAnswers {
    const answers = this.opened.get(run);
    if (!answers) throw new Error(`No answers are open as ${run}.`);
    return answers;
  }
}

async function bytesOf(blob: BlobLike): Promise<Uint8Array> {
  return new Uint8Array(await blob.slice(0, blob.size).arrayBuffer());
}
