import { entropy } from "../../distribution/entropy";
import { withTemperature } from "../../distribution/temperature";
import { truncate } from "../../distribution/truncated";
import type { ModelInfo, Token, TokenId } from "../../model";
import { bytesOf } from "../npy";
import type { ArrayPrecision } from "../writeDistributions";
import type { ArrayToWrite } from "../writeNpz";
import { ANSWERS_FORMAT, arrayName, type AnswerArray } from "./answersFormat";

/** What is written of every token: all V numbers, or the k most probable and the rest. */
export type AnswersContent = "probabilities" | "logprobs" | "top_k";

/** How distributions of answers are written. */
export interface AnswersOptions {
  content: AnswersContent;
  precision: ArrayPrecision;
  /** Of "top_k". */
  k: number;
  /** The distributions are p^(1/temperature), renormalised; above 0. */
  temperature: number;
}

/** An answer that is read by one model. */
export interface AnswerToWrite {
  author: string;
  text: string;
  ids: readonly TokenId[];
  /** Why it cannot be read: it has no arrays. */
  skipped?: string;
}

export interface AnsweredQuestion {
  /** Number of the dataset's row. */
  index: number;
  question: string;
  /** As the model reads it, template included. */
  prompt: string;
  reference?: string;
  answers: readonly AnswerToWrite[];
}

export interface AnswersToWrite extends AnswersOptions {
  model: ModelInfo;
  /** What else stands in `metadata`: the dataset, the run, when it was made. */
  metadata: Readonly<Record<string, unknown>>;
  questions: readonly AnsweredQuestion[];
  /** Log-probabilities at temperature 1 (V each) of every token of an answer, in order; asked for once an answer. */
  rows: (question: number, answer: number) => AsyncIterable<Float32Array>;
  /** How tokens look. */
  look: (ids: Iterable<TokenId>) => Promise<readonly Token[]>;
  /** Takes the JSON piece by piece, in order. */
  json: (text: string) => void | Promise<void>;
  /** Told after every answer: those that are done, and their tokens. */
  progress?: (answers: number, tokens: number) => void | Promise<void>;
}

/**
 * The arrays of `distributions.npz`, in the order in which they must be written; while they are, `distributions.json`
 * comes out piece by piece through `json`. End with `finish`.
 */
export class AnswersWriter {
  /** What the JSON says of each answer beyond what was given; let go of when its question is written. */
  private readonly parts = new Map<string, object>();
  private nextQuestion = 0;
  private readonly seen = new Set<TokenId>();
  private answers = 0;
  private tokens = 0;

  constructor(private readonly written: AnswersToWrite) {}

  /** What stands before the results. Call first. */
  async begin(): Promise<void> {
    const { model, content, precision, k, temperature, metadata, questions, json } = this.written;
    const about = {
      ...metadata,
      format: ANSWERS_FORMAT,
      version: 1,
      model,
      distribution_type: content,
      temperature,
      precision,
      vocab_size: model.vocabSize,
      ...(content === "top_k" ? { k } : {}),
    };
    const prompts = questions.map(({ prompt }) => prompt);
    const samples = questions.map(({ answers }) => answers.map(({ text }) => text));
    await json(
      `{"metadata":${JSON.stringify(about)},"prompts":${JSON.stringify(prompts)},"samples":${JSON.stringify(samples)},"results":[`,
    );
  }

  /** Every array, by question and answer. */
  *arrays(): Generator<ArrayToWrite> {
    const { questions, content, model, precision, k } = this.written;
    for (const [q, { answers }] of questions.entries()) {
      for (const [s, { ids, skipped }] of answers.entries()) {
        if (skipped !== undefined) continue;
        const named = (array: AnswerArray) => arrayName(q, s, array);
        const T = ids.length;
        if (content !== "top_k") {
          const bytes = () => this.wholeRows(q, s);
          yield { name: named("distributions"), type: precision, shape: [T, model.vocabSize], bytes };
          continue;
        }
        const width = Math.min(k, model.vocabSize);
        let reading: Promise<TopRows> | undefined;
        const top = () => (reading ??= this.topRows(q, s, width));
        yield {
          name: named("top_ids"),
          type: "int32",
          shape: [T, width],
          bytes: later(top, ({ ids }) => bytesOf("int32", ids)),
        };
        yield {
          name: named("top_logprobs"),
          type: precision,
          shape: [T, width],
          bytes: later(top, ({ logprobs }) => bytesOf(precision, logprobs)),
        };
        yield {
          name: named("rest"),
          type: "float64",
          shape: [T],
          bytes: later(top, ({ rest }) => bytesOf("float64", rest)),
        };
      }
    }
  }

  /** What stands after the results. Call when all arrays are written. */
  async finish(): Promise<void> {
    const { json, look, content, model } = this.written;
    await this.flushQuestions();
    const ids = content === "top_k" ? this.seen : Array.from({ length: model.vocabSize }, (_, id) => id);
    await json(`],"tokens":${JSON.stringify(await look(ids))}}\n`);
  }

  private async *wholeRows(q: number, s: number): AsyncGenerator<Uint8Array> {
    const { precision, content } = this.written;
    const reading = new Reading();
    const { length } = this.answer(q, s).ids;
    for await (const row of this.rowsOf(q, s, reading)) {
      // Nobody asks for what comes after the last row.
      if (reading.entropies.length === length) await this.read(q, s, reading);
      yield bytesOf(precision, content === "probabilities" ? row.map(Math.exp) : row);
    }
  }

  private async topRows(q: number, s: number, k: number): Promise<TopRows> {
    const T = this.answer(q, s).ids.length;
    const top: TopRows = {
      ids: new Int32Array(T * k).fill(-1),
      logprobs: new Float32Array(T * k).fill(-Infinity),
      rest: new Float64Array(T),
    };
    const reading = new Reading();
    let at = 0;
    for await (const row of this.rowsOf(q, s, reading)) {
      const listed = truncate(row, k);
      top.ids.set(listed.ids, at * k);
      top.logprobs.set(listed.logprobs, at * k);
      top.rest[at] = listed.rest;
      for (const id of listed.ids) this.seen.add(id);
      at++;
    }
    await this.read(q, s, reading);
    return top;
  }

  /** The rows at the temperature that is written; what the JSON needs of them is taken down. */
  private async *rowsOf(q: number, s: number, reading: Reading): AsyncGenerator<Float32Array> {
    const { ids } = this.answer(q, s);
    let at = 0;
    for await (const original of this.written.rows(q, s)) {
      const row = withTemperature(original, this.written.temperature);
      reading.entropies.push(entropy(row));
      reading.logprobs.push(row[ids[at] as TokenId] ?? NaN);
      at++;
      yield row;
    }
  }

  private async read(q: number, s: number, { entropies, logprobs }: Reading): Promise<void> {
    const { ids } = this.answer(q, s);
    for (const id of ids) this.seen.add(id);
    this.answers++;
    this.tokens += ids.length;
    this.parts.set(key(q, s), { entropies: entropies.map(finite), token_logprobs: logprobs.map(finite) });
    // A question is written when the first answer of a later one was read.
    while (this.nextQuestion < q) await this.flushQuestion();
    await this.written.progress?.(this.answers, this.tokens);
  }

  private async flushQuestions(): Promise<void> {
    while (this.nextQuestion < this.written.questions.length) await this.flushQuestion();
  }

  private async flushQuestion(): Promise<void> {
    const q = this.nextQuestion++;
    const { index, question, prompt, reference, answers } = this.written.questions[q] as AnsweredQuestion;
    const samples = [];
    for (const [s, { text, author, ids, skipped }] of answers.entries()) {
      if (skipped !== undefined) {
        samples.push({ text, author, skipped });
        continue;
      }
      const looks = await this.written.look(ids);
      const read = this.parts.get(key(q, s)) ?? { entropies: [], token_logprobs: [] };
      this.parts.delete(key(q, s));
      const tokens = { token_ids: ids, token_strings: looks.map((token) => token.text) };
      samples.push({ text, author, ...tokens, ...read, ...this.references(q, s) });
    }
    const head = { index, question, prompt, ...(reference === undefined ? {} : { reference }) };
    await this.written.json(`${q > 0 ? "," : ""}\n${JSON.stringify({ ...head, samples })}`);
  }

  private references(q: number, s: number): Record<string, string> {
    const arrays: readonly AnswerArray[] =
      this.written.content === "top_k" ? ["top_ids", "top_logprobs", "rest"] : ["distributions"];
    return Object.fromEntries(arrays.map((array) => [array, `distributions.npz:${arrayName(q, s, array)}`]));
  }

  private answer(q: number, s: number): AnswerToWrite {
    return this.written.questions[q]?.answers[s] as AnswerToWrite;
  }
}

class Reading {
  readonly entropies: number[] = [];
  readonly logprobs: number[] = [];
}

interface TopRows {
  ids: Int32Array;
  logprobs: Float32Array;
  rest: Float64Array;
}

function key(q: number, s: number): string {
  return `${q} ${s}`;
}

/** JSON has no infinities: what is impossible is null. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function later<T>(make: () => Promise<T>, bytes: (made: T) => Uint8Array): ArrayToWrite["bytes"] {
  return async function* () {
    yield bytes(await make());
  };
}
