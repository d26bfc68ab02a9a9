import type { SampleEvent, SampleRequest } from "../../src/contract/lab";
import { requireComparable } from "../../src/core/compare/comparison";
import type { FailureCode } from "../../src/core/errors";
import type { SamplePrompt, WrittenAnswer } from "../../src/core/experiment/sample/events";
import { sampleCoordinate, type Author } from "../../src/core/experiment/sample/sampleRun";
import { SwitchedWriter } from "../../src/core/experiment/sample/switchedWriter";
import { generateBatch, type BatchQuestion } from "../../src/core/generation/generateBatch";
import { endingsOf, type EndingOptions } from "../../src/core/generation/switching/endings";
import type { LanguageModel, StopCheck, Token, TokenId } from "../../src/core/model";
import type { Side } from "../../src/core/side";
import { settled, unwrap } from "../outcome";
import { Lockstep } from "./lockstep";
import { comparable, readPromptFor, type PromptIds, type Readers } from "./promptReader";

/** What is wrong with one question only: the others are asked. */
const OF_ONE_QUESTION: readonly FailureCode[] = ["too-long", "bad-input"];

/** Milliseconds between two reports of progress, at least. */
const PROGRESS_EVERY = 250;

/** What the lab has for a sampled run. */
export interface SampleParts {
  clock: () => number;
  stop: StopCheck;
  /** Every token of a model, in the order of the ids. */
  vocabulary: (model: LanguageModel) => Promise<readonly Token[]>;
}

type Emit = (event: SampleEvent) => void | Promise<void>;

/** A prompt on its way through the models. */
interface Question extends BatchQuestion {
  index: number;
}

/**
 * Answers all prompts by all authors at the same time, no author further ahead of another than about two batches.
 *
 * @throws ExpectedError; what was told until then stands
 */
export async function runSample(
  run: number,
  models: Partial<Record<Side, LanguageModel>>,
  request: SampleRequest,
  onEvent: Emit,
  { clock, stop, vocabulary }: SampleParts,
): Promise<void> {
  const { a, b } = models;
  if (request.authors.includes("switched")) requireComparable(a!.info, b!.info, 0);
  await onEvent({
    type: "sample-start",
    run,
    ...(a ? { a: a.info } : {}),
    ...(b ? { b: b.info } : {}),
  });
  const began = clock();
  let failed = false;
  const over: StopCheck = () => failed || stop();
  const looks = request.stopStrings.length > 0 ? await looksOf(models, vocabulary) : undefined;
  const questions = new Questions(run, models, request, onEvent);
  const together = Math.max(1, Math.ceil(request.batch / request.samples));
  const lockstep = new Lockstep(request.authors, 2 * together);
  let tokens = 0;
  let told = began;
  const wrote = async (count: number): Promise<void> => {
    tokens += count;
    if (clock() - told < PROGRESS_EVERY) return;
    told = clock();
    await onEvent({ type: "sample-progress", run, tokens, milliseconds: told - began });
  };
  const answered = async (answer: WrittenAnswer): Promise<void> =>
    onEvent({ type: "sample-answer", run, answer });

  /** The questions as one author gets them. */
  async function* asked(author: Author, side: Side): AsyncGenerator<Question> {
    for (const [position, { index }] of request.prompts.entries()) {
      await lockstep.reach(author, position);
      if (over()) return;
      const prompt = await questions.read(position);
      if (!prompt) continue;
      const prefix = prompt.ids[side]!;
      const samples = Array.from({ length: request.samples }, (_, sample) => sampleCoordinate(index, sample));
      yield { index, prefix, samples, endings: endings(side, prefix) };
    }
  }

  /** All answers of a run end alike where the models share a tokenizer, so that a switched one can be held against them. */
  const alike = comparable(a, b);
  const endings = (side: Side, prefix: readonly TokenId[]): EndingOptions => {
    const model = models[side]!;
    const { maxNewTokens: maxTokens, stopStrings, endRepetition } = request;
    const both = alike ? { a: a!, b: b! } : { a: model, b: model };
    const own = endingsOf(both, prefix.length, { maxTokens, stopStrings, endRepetition });
    const look = looks?.get(model.info.tokenizer);
    return look ? { ...own, look: (id) => look[id] } : own;
  };

  const writeAlone = async (side: Side): Promise<void> => {
    const model = models[side]!;
    const { sampling, seed, batch } = request;
    for await (const event of generateBatch(model, asked(side, side), {
      sampling,
      seed,
      batch,
      stop: over,
    })) {
      if (event.type === "step") {
        await wrote(event.tokens);
        continue;
      }
      const { question, ...answer } = event.answer;
      const text = await textOf(model, answer);
      await answered({ index: question.index, author: side, ...answer, text });
    }
  };

  const writeSwitched = async (): Promise<void> => {
    const both = { a: a!, b: b! };
    const writer = new SwitchedWriter(both, { ...request, clock, stop: over, wrote });
    try {
      for await (const { index, prefix, samples, endings } of asked("switched", "a")) {
        for (const [sample, coordinate] of samples.entries()) {
          const answer = await writer.write(prefix, coordinate, endings);
          if (!answer) return;
          const text = await textOf(both.a, answer);
          await answered({ index, author: "switched", sample, ...answer, text });
        }
      }
    } finally {
      await writer.close();
    }
  };

  const writing = request.authors.map(async (author) => {
    try {
      await (author === "switched" ? writeSwitched() : writeAlone(author));
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      lockstep.leave(author);
    }
  });
  for (const end of await Promise.allSettled(writing)) if (end.status === "rejected") throw end.reason;
  const reason = stop() ? "stopped" : "done";
  await onEvent({ type: "sample-end", run, reason, tokens, milliseconds: clock() - began });
}

/** The prompts as all models of a run read them, each told of once. */
class Questions {
  private readonly readers: Readers<Side>;
  private readonly reading = new Map<
    number,
    { prompt: Promise<PromptIds<Side> | undefined>; asked: number }
  >();

  constructor(
    private readonly run: number,
    models: Partial<Record<Side, LanguageModel>>,
    private readonly request: SampleRequest,
    private readonly onEvent: Emit,
  ) {
    this.readers = (["a", "b"] as const).flatMap((side) => {
      const model = models[side];
      return model ? [[side, model] as const] : [];
    });
  }

  /** The prompt at a position of the request; undefined where it cannot be asked. Every author asks once. */
  read(position: number): Promise<PromptIds<Side> | undefined> {
    const { prompt, asked } = this.reading.get(position) ?? {
      prompt: this.readAndTell(this.request.prompts[position]!),
      asked: 0,
    };
    if (asked + 1 < this.request.authors.length) this.reading.set(position, { prompt, asked: asked + 1 });
    else this.reading.delete(position);
    return prompt;
  }

  private async readAndTell(prompt: SamplePrompt): Promise<PromptIds<Side> | undefined> {
    const { run, onEvent } = this;
    const { index } = prompt;
    const read = await settled(() => readPromptFor(this.readers, prompt, 1));
    if (!read.ok && OF_ONE_QUESTION.includes(read.failure.code)) {
      await onEvent({ type: "sample-skipped", run, index, failure: read.failure });
      return undefined;
    }
    const ids = unwrap(read);
    await onEvent({ type: "sample-prompt", run, index, rendered: ids.rendered });
    return ids;
  }
}

/** Vocabularies by tokenizer, which tell without a model whether a token can end a stop string. */
async function looksOf(
  models: Partial<Record<Side, LanguageModel>>,
  vocabulary: SampleParts["vocabulary"],
): Promise<Map<string, readonly Token[]>> {
  const looks = new Map<string, readonly Token[]>();
  for (const model of Object.values(models)) looks.set(model.info.tokenizer, await vocabulary(model));
  return looks;
}

/** An answer's text, without the token that ended it. */
function textOf(
  model: LanguageModel,
  { ids, end }: Pick<WrittenAnswer, "ids" | "end">,
): string | Promise<string> {
  return model.decode(end === "end-of-text" ? ids.slice(0, -1) : ids);
}
