import { entropy } from "../distribution/entropy";
import type { BatchSession, Distribution, LanguageModel, StopCheck, TokenId } from "../model";
import { uniform } from "../random";
import { process } from "../sampling/chain";
import { draw } from "../sampling/draw";
import type { SamplingSettings } from "../sampling/settings";
import type { EndReason } from "./generate";
import { OneAtATime } from "./oneAtATime";
import { ending, type EndingOptions } from "./switching/endings";
import { wholeRow } from "./wholeRow";

/** A prompt that is answered several times. */
export interface BatchQuestion {
  /** Not empty. */
  prefix: readonly TokenId[];
  /** The sample coordinate of each answer: the draw at position t of an answer depends on (seed, sample, t) alone. */
  samples: readonly number[];
  /** With room for one token at least. */
  endings: EndingOptions;
}

export interface BatchOptions {
  sampling: SamplingSettings;
  seed: number;
  /** Answers written at once, at most, where the model can. */
  batch: number;
  /** Asked before each forward pass. Answers that are not finished then are lost. */
  stop?: StopCheck;
}

/** A finished answer. */
export interface BatchAnswer<Question> {
  question: Question;
  /** Which of the question's samples, from 0. */
  sample: number;
  /** The token that ended it included. */
  ids: readonly TokenId[];
  end: Exclude<EndReason, "stopped">;
  /** Means over its tokens, nats, temperature 1. */
  meanLogprob: number;
  meanEntropy: number;
}

export type BatchEvent<Question> =
  | { type: "answer"; answer: BatchAnswer<Question> }
  /** A forward pass went by, which wrote so many tokens. */
  | { type: "step"; tokens: number };

/** An answer that is being written. */
interface Row<Question> {
  question: Question;
  sample: number;
  ids: TokenId[];
  logprobs: number;
  entropies: number;
  end?: BatchAnswer<Question>["end"];
  /** Whether its end was told; its row goes along until the rows are arranged anew. */
  told?: true;
}

/**
 * Answers all questions, `batch` answers at a time: where one ends, the next takes its place. Which tokens are written
 * does not depend on the batch but through the rounding of the model's forward pass; answers come in the order in which
 * they end. A question is asked for when there is room for it.
 */
export async function* generateBatch<Question extends BatchQuestion>(
  model: LanguageModel,
  questions: AsyncIterable<Question>,
  options: BatchOptions,
): AsyncGenerator<BatchEvent<Question>, void, void> {
  const { stop = () => false } = options;
  const batch = options.batch > 1 ? await model.openBatch?.() : undefined;
  const session: BatchSession = batch ?? new OneAtATime(model);
  const seats = batch ? options.batch : 1;
  const waiting = new Waiting(questions);
  const write = async (row: Row<Question>, distribution: Distribution): Promise<void> => {
    const logprobs = wholeRow(distribution, model.info);
    const luck = uniform(options.seed, "token", row.question.samples[row.sample]!, row.ids.length);
    const id = draw(process(logprobs, options.sampling), luck);
    row.ids.push(id);
    row.logprobs += logprobs[id]!;
    row.entropies += entropy(logprobs);
    const end = await ending(row.ids, row.question.endings);
    if (end) row.end = end;
  };
  let live: Row<Question>[] = [];
  try {
    while (true) {
      for (const row of live) {
        if (!row.end || row.told) continue;
        row.told = true;
        yield { type: "answer", answer: answerOf(row) };
      }
      if (stop()) return;
      const going = live.flatMap((row, index) => (row.end ? [] : [index]));
      if (isTimeToArrange(live, model.info.contextLength)) {
        const added = await waiting.take(seats - going.length);
        if (stop() || going.length + added.length === 0) return;
        const entries = added.map(({ question, rows }) => ({ prefix: question.prefix, copies: rows.length }));
        const distributions = await session.arrange(going, entries);
        live = going.map((index) => live[index]!);
        const fresh = added.flatMap(({ rows }, entry) => rows.map((row) => ({ row, entry })));
        for (const { row, entry } of fresh) await write(row, distributions[entry]!);
        live.push(...fresh.map(({ row }) => row));
        if (fresh.length > 0) yield { type: "step", tokens: fresh.length };
      } else {
        const distributions = await session.append(live.map(({ ids }) => ids.at(-1)!));
        for (const index of going) await write(live[index]!, distributions[index]!);
        yield { type: "step", tokens: going.length };
      }
    }
  } finally {
    await Promise.all([session.close(), waiting.close()]);
  }
}

/**
 * Taking rows out and reading the next prompts costs about a forward pass whatever their number, so that a few rows that
 * have ended may go along: up to an eighth of them, none that has filled the context.
 */
function isTimeToArrange(live: readonly Row<BatchQuestion>[], contextLength: number): boolean {
  const ended = live.filter(({ end }) => end);
  const full = ({ question, ids }: Row<BatchQuestion>): boolean =>
    question.prefix.length + ids.length >= contextLength;
  return ended.length >= live.length / 8 || ended.some(full);
}

/** The answers that have not begun, in order. */
class Waiting<Question extends BatchQuestion> {
  private readonly questions: AsyncIterator<Question>;
  private current: { question: Question; begun: number } | undefined;

  constructor(questions: AsyncIterable<Question>) {
    this.questions = questions[Symbol.asyncIterator]();
  }

  /** The next answers by question, `count` at most; fewer only at the end. */
  async take(count: number): Promise<{ question: Question; rows: Row<Question>[] }[]> {
    const taken: { question: Question; rows: Row<Question>[] }[] = [];
    for (let left = count; left > 0;) {
      if (!this.current || this.current.begun >= this.current.question.samples.length) {
        const next = await this.questions.next();
        if (next.done === true) return taken;
        this.current = { question: next.value, begun: 0 };
        continue;
      }
      const { question, begun } = this.current;
      const size = Math.min(left, question.samples.length - begun);
      const rows = Array.from({ length: size }, (_, index) => emptyRow(question, begun + index));
      taken.push({ question, rows });
      this.current.begun += size;
      left -= size;
    }
    return taken;
  }

  async close(): Promise<void> {
    await this.questions.return?.();
  }
}

function emptyRow<Question>(question: Question, sample: number): Row<Question> {
  return { question, sample, ids: [], logprobs: 0, entropies: 0 };
}

function answerOf<Question>({ question, sample, ids, logprobs, entropies, end }: Row<Question>) {
  const [meanLogprob, meanEntropy] = [logprobs / ids.length, entropies / ids.length];
  return { question, sample, ids, end: end!, meanLogprob, meanEntropy };
}
