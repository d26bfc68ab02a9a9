import { transfer } from "comlink";
import type { AnswerArraysEvent, AnswerArraysRequest, AskedAnswers } from "../src/contract/answers";
import { AnswersWriter, type AnsweredQuestion } from "../src/core/experiment/answers/writeAnswers";
import { arrayBytes, writeNpz } from "../src/core/experiment/writeNpz";
import { ExpectedError } from "../src/core/errors";
import type { LanguageModel, StopCheck, Token, TokenId } from "../src/core/model";
import { readPrompt } from "./readText";

/** Milliseconds between two reports of progress. */
const REPORT_EVERY = 250;

export interface WriteAnswersOptions {
  look: (model: LanguageModel, ids: readonly TokenId[]) => Promise<readonly Token[]>;
  /** Positions per chunk for a vocabulary. */
  chunkFor: (vocabSize: number) => number;
  stop: StopCheck;
  /** Milliseconds from any fixed moment on. */
  clock: () => number;
}

/** An answer's prompt as ids, and what the files say of the question. */
interface ReadQuestion extends AnsweredQuestion {
  promptIds: readonly TokenId[];
}

/**
 * The distributions of a model over many answers, one after another, as the bytes of `distributions.npz` and the text of
 * `distributions.json`. What is longer than the model's context is skipped and named in the JSON.
 *
 * @throws ExpectedError
 */
export async function writeAnswers(
  run: number,
  model: LanguageModel,
  request: AnswerArraysRequest,
  onEvent: (event: AnswerArraysEvent) => void | Promise<void>,
  { look, chunkFor, stop, clock }: WriteAnswersOptions,
): Promise<void> {
  const began = clock();
  const requireGoing = (): void => {
    if (stop()) throw new ExpectedError("stopped", "Stopped before the files were complete.");
  };
  const questions: ReadQuestion[] = [];
  for (const asked of request.questions) {
    requireGoing();
    questions.push(await readQuestion(model, asked));
  }
  let reported = -Infinity;
  const writer = new AnswersWriter({
    ...request,
    model: model.info,
    questions: questions.map(({ promptIds: _, ...question }) => question),
    look: (ids) => look(model, [...ids]),
    json: (text) => onEvent({ type: "answers-json", run, text }),
    progress: async (answers, tokens) => {
      const milliseconds = clock() - began;
      if (milliseconds - reported < REPORT_EVERY) return;
      reported = milliseconds;
      await onEvent({ type: "answers-progress", run, answers, tokens, milliseconds });
    },
    rows: async function* (q, s) {
      const { promptIds, answers } = questions[q] as ReadQuestion;
      const ids = [...promptIds, ...(answers[s]?.ids ?? [])];
      if (ids.length === promptIds.length) return;
      const options = { chunk: chunkFor(model.info.vocabSize), stop };
      for await (const distributions of model.score(ids, promptIds.length, options)) {
        requireGoing();
        for (const distribution of distributions) {
          if (distribution.kind !== "full")
            throw new ExpectedError(
              "bad-input",
              `${model.info.id} gives its most probable tokens only; whole distributions are needed.`,
              "Use a model that runs in the page.",
            );
          yield distribution.logprobs;
        }
      }
      requireGoing();
    },
  });
  const all = questions.flatMap(({ answers }) => answers);
  await onEvent({
    type: "answers-start",
    run,
    total: arrayBytes([...writer.arrays()]),
    answers: all.length,
    skipped: all.filter(({ skipped }) => skipped !== undefined).length,
  });
  await writer.begin();
  await writeNpz(writer.arrays(), async (bytes) => {
    requireGoing();
    await onEvent(transfer({ type: "answers-bytes", run, bytes }, [bytes.buffer]));
  });
  await writer.finish();
  await onEvent({ type: "answers-end", run, milliseconds: clock() - began });
}

async function readQuestion(model: LanguageModel, asked: AskedAnswers): Promise<ReadQuestion> {
  const { index, question, reference } = asked;
  const { prompt: promptIds, rendered } = await readPrompt(model, asked);
  const answers = [];
  for (const { author, text, ids: known } of asked.answers) {
    const ids = known ?? (await model.encode(text));
    const outside = ids.find((id) => id >= model.info.vocabSize);
    const length = promptIds.length + ids.length;
    const skipped =
      outside !== undefined
        ? `Token ${outside} is not within the vocabulary of ${model.info.vocabSize}.`
        : length > model.info.contextLength
          ? `Prompt and answer have ${length} tokens; ${model.info.id} reads at most ${model.info.contextLength}.`
          : promptIds.length === 0
            ? "The prompt has no token."
            : undefined;
    answers.push({ author, text, ids, ...(skipped === undefined ? {} : { skipped }) });
  }
  const head = { index, question, prompt: rendered, ...(reference === undefined ? {} : { reference }) };
  return { ...head, promptIds, answers };
}
