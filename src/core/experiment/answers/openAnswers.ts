import { entropy } from "../../distribution/entropy";
import { topK } from "../../distribution/topK";
import type { Token, TokenId } from "../../model";
import { badFile } from "../badFile";
import { TokenLooks, type RowKind } from "../distributionsFormat";
import type { NpyArray, NpzDirectory } from "../npzFile";
import { logprobRow, MOST_VOCABULARY } from "../wholeRows";
import {
  arrayName,
  MOST_ANSWERS_JSON,
  parseAnswers,
  readMetadata,
  referred,
  type AnswerArray,
  type AnswersJson,
  type AnswersMetadata,
} from "./answersFormat";

/** What files of answers hold, without a row of their distributions. */
export interface AnswersSummary {
  metadata: AnswersMetadata;
  /** The metadata as the file has them. */
  raw: Readonly<Record<string, unknown>>;
  results: readonly {
    question: string;
    reference: string | undefined;
    samples: readonly { text: string; author: string | undefined; tokens: number | undefined }[];
  }[];
  /** Keys of the JSON that this page does not read. */
  unknown: readonly string[];
}

/** An answer's tokens with how sure the model was of each. */
export interface AnswerTokens {
  tokens: readonly Token[];
  /** (T) entropy of each token's distribution, nats; NaN where there are neither numbers nor whole distributions. */
  entropies: Float64Array;
  /** Whether they were computed from the distributions, because the JSON has none. */
  computed: boolean;
  /** (T) log-probability of each token, where it is known. */
  logprobs: Float64Array | undefined;
}

/** The most probable tokens at one position. */
export interface AnswerCandidates {
  /** Most probable first. */
  candidates: readonly { token: Token; logprob: number }[];
  /** Tokens that are listed in the file at this position. */
  total: number;
  /** Log mass of those that are not; −∞ where all are. */
  rest: number;
  /** Of the whole distribution; undefined where it is not there. */
  entropy: number | undefined;
}

/** Candidates that are sorted for one request, at most. */
const MOST_CANDIDATES = 5000;
/** Arrays whose headers are kept: going back and forth between answers is as quick as staying. */
const KEPT_ARRAYS = 16;

/** Answers in files, of which only the directory, the JSON and what is looked at are read. */
export class OpenedAnswers {
  readonly summary: AnswersSummary;
  private readonly file: AnswersJson;
  private readonly looks: TokenLooks;
  private readonly arrays = new Map<string, Promise<NpyArray>>();

  /**
   * @param npz undefined where there is no archive: texts and entropies of the JSON are shown alone
   * @throws ExpectedError "bad-input" that says what is wrong with the JSON
   */
  constructor(
    private readonly npz: NpzDirectory | undefined,
    json: string,
  ) {
    if (json.length > MOST_ANSWERS_JSON)
      throw badFile(
        `distributions.json has ${json.length} characters; at most ${MOST_ANSWERS_JSON} are read.`,
      );
    const { file, unknown } = parseAnswers(json);
    this.file = file;
    this.looks = new TokenLooks(file.tokens);
    this.summary = {
      metadata: readMetadata(file.metadata),
      raw: file.metadata,
      results: file.results.map(({ question, prompt, reference, samples }, index) => ({
        question: question ?? prompt ?? textOf(file.prompts?.[index]),
        reference: reference ?? undefined,
        samples: samples.map((sample) => ({
          text: sample.text,
          author: sample.author,
          tokens: (sample.token_strings ?? sample.token_ids ?? sample.entropies)?.length,
        })),
      })),
      unknown,
    };
  }

  /** An answer's tokens. Reads rows of distributions only where the JSON has no entropies. */
  async tokens(result: number, sample: number, stop: () => boolean = () => false): Promise<AnswerTokens> {
    const { token_strings: strings, token_ids: ids, ...given } = this.sample(result, sample);
    const counts = [strings, ids, given.entropies, given.token_logprobs].flatMap(
      (list) => list?.length ?? [],
    );
    const array =
      new Set(counts).size === 1 && given.entropies ? undefined : await this.whole(result, sample);
    const length = array?.shape[0] ?? counts[0] ?? 0;
    const wrong = counts.find((count) => count !== length);
    if (wrong !== undefined)
      throw badFile(
        `Answer ${sample + 1} of question ${result + 1} has ${length} tokens by one account and ${wrong} by another.`,
      );
    const entropies = new Float64Array(length).fill(NaN);
    if (given.entropies) entropies.set(given.entropies.map((value) => value ?? NaN));
    else if (array) {
      for (let at = 0; at < length && !stop(); at++)
        entropies[at] = entropy(await this.row(result, sample, array, at));
    }
    return {
      tokens: Array.from({ length }, (_, at) => this.tokenAt(ids?.[at], strings?.[at])),
      entropies,
      computed: !given.entropies && array !== undefined,
      logprobs: given.token_logprobs && Float64Array.from(given.token_logprobs, (value) => value ?? NaN),
    };
  }

  /** What could have stood at a position, most probable first. Reads one row. */
  async position(
    result: number,
    sample: number,
    position: number,
    { offset, limit }: { offset: number; limit: number },
  ): Promise<AnswerCandidates> {
    const last = Math.min(MOST_CANDIDATES, Math.max(0, offset + limit));
    const array = await this.whole(result, sample);
    const top = array ? undefined : await this.top(result, sample, position);
    if (top) return { ...top, candidates: top.candidates.slice(offset, last), entropy: undefined };
    if (!array)
      throw badFile(
        `There are no distributions of answer ${sample + 1} of question ${result + 1} in this file.`,
        this.npz
          ? "Write the distributions of this run again."
          : "Drop distributions.npz together with the JSON file.",
      );
    this.checkPosition(array, position);
    const row = await this.row(result, sample, array, position);
    const { ids, logprobs } = topK(row, last);
    return {
      candidates: Array.from(ids, (id, at) => ({
        token: this.looks.of(id),
        logprob: logprobs[at] ?? NaN,
      })).slice(offset),
      total: row.length,
      rest: -Infinity,
      entropy: entropy(row),
    };
  }

  private sample(result: number, sample: number) {
    const found = this.file.results[result]?.samples[sample];
    if (!found) throw new RangeError(`There is no answer ${sample} of question ${result}`);
    return found;
  }

  private tokenAt(id: TokenId | undefined, text: string | undefined): Token {
    const known = id === undefined ? undefined : this.looks.of(id);
    if (text === undefined) return known ?? { id: -1, text: "?", kind: "special" };
    return { id: id ?? -1, text, kind: known && known.text === text ? known.kind : "text" };
  }

  /** The array of an answer's whole distributions; undefined where the file has none. */
  private async whole(result: number, sample: number): Promise<NpyArray | undefined> {
    const array = await this.array(result, sample, "distributions");
    if (!array) return undefined;
    const [, width = 0] = array.shape;
    if (array.shape.length !== 2 || !array.type.startsWith("float"))
      throw badFile(
        `“${array.name}” must be floats of shape (tokens, vocabulary), not ${array.type} (${array.shape.join(", ")}).`,
      );
    if (width < 1 || width > MOST_VOCABULARY)
      throw badFile(`“${array.name}” has ${width} columns; 1 to ${MOST_VOCABULARY} are read.`);
    return array;
  }

  private array(result: number, sample: number, which: AnswerArray): Promise<NpyArray | undefined> {
    const reference = this.sample(result, sample)[which];
    const name = reference ? referred(reference) : arrayName(result, sample, which);
    if (!this.npz || (!reference && !this.npz.has(name))) return Promise.resolve(undefined);
    const kept = this.arrays.get(name);
    if (kept) return kept;
    const opening = this.npz.open(name);
    opening.catch(() => this.arrays.delete(name));
    this.arrays.set(name, opening);
    const [oldest] = this.arrays.keys();
    if (this.arrays.size > KEPT_ARRAYS && oldest !== undefined) this.arrays.delete(oldest);
    return opening;
  }

  private checkPosition(array: NpyArray, position: number): void {
    const rows = array.shape[0] ?? 0;
    if (position < rows) return;
    throw badFile(`“${array.name}” has ${rows} rows; token ${position + 1} was asked for.`);
  }

  private async row(
    result: number,
    sample: number,
    array: NpyArray,
    position: number,
  ): Promise<Float32Array> {
    const kind = this.summary.metadata.kind ?? (await kindOf(array, position));
    return logprobRow({ array, kind }, position);
  }

  private async top(result: number, sample: number, position: number) {
    const [ids, logprobs, rest] = await Promise.all([
      this.array(result, sample, "top_ids"),
      this.array(result, sample, "top_logprobs"),
      this.array(result, sample, "rest"),
    ]);
    if (!ids || !logprobs) return undefined;
    const [rows, k = 0] = ids.shape;
    if (
      ids.shape.length !== 2 ||
      logprobs.shape[0] !== rows ||
      logprobs.shape[1] !== k ||
      k > MOST_CANDIDATES
    )
      throw badFile(
        `“${ids.name}” and “${logprobs.name}” must have one shape (tokens, k), k at most ${MOST_CANDIDATES}; they have (${ids.shape.join(", ")}) and (${logprobs.shape.join(", ")}).`,
      );
    this.checkPosition(ids, position);
    const [row, values] = [await ids.rows(position, 1), await logprobs.rows(position, 1)];
    const candidates = Array.from(row, (id, at) => ({ id, logprob: values[at] ?? NaN }))
      .filter(({ id }) => id >= 0)
      .map(({ id, logprob }) => {
        if (!Number.isInteger(id) || Number.isNaN(logprob) || logprob > 1e-3)
          throw badFile(
            `Row ${position} of “${logprobs.name}” says ${logprob} of token ${id}: that is no log-probability.`,
          );
        return { token: this.looks.of(id), logprob };
      })
      .sort((x, y) => y.logprob - x.logprob);
    const left = rest && position < (rest.shape[0] ?? 0) ? Number((await rest.rows(position, 1))[0]) : NaN;
    return { candidates, total: candidates.length, rest: left };
  }
}

/** What a row is, where the file does not say: no distribution of scores looks like one of probabilities. */
async function kindOf(array: NpyArray, position: number): Promise<RowKind> {
  const row = await array.rows(position, 1);
  let [sum, mass, least, most] = [0, 0, Infinity, -Infinity];
  for (let at = 0; at < row.length; at++) {
    const value = row[at] as number;
    sum += value;
    mass += Math.exp(value);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least >= 0 && Math.abs(sum - 1) <= 0.05) return "probs";
  return most <= 0 && Math.abs(mass - 1) <= 0.05 ? "logprobs" : "logits";
}

function textOf(prompt: unknown): string {
  return typeof prompt === "string" ? prompt : prompt === undefined ? "" : JSON.stringify(prompt);
}
