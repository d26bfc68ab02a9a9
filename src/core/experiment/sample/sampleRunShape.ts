import { z } from "zod";
import { MAX_TEXT_LENGTH, MOST_BATCH, MOST_QUESTIONS, MOST_SAMPLES } from "../../config/limits";
import { SETTINGS } from "../../config/settings";
import { choice, model, sampling } from "../../generation/switching/runShape";
import { readRegistered, readTask, type ReadTask } from "../../tasks/taskShape";
import type { DatasetRow } from "../../datasets/dataset";
import type { RewardOutcome } from "../../rewards/reward";
import { IMPORTED_REWARD } from "./resultsFile";
import type { Answer, Asked, DatasetName, QuestionResult, SampleRun, SampleSettings } from "./sampleRun";

/** A run without its questions: what stands before the first answer. */
export type SampleRunHeader = Omit<SampleRun, "questions" | "asked">;

/*
 * What a stored run may hold. Nothing of it is trusted: another version of the page may have written it, or another
 * page of the same origin. `Shape` makes the compiler name a field that was forgotten here.
 */

type Shape<T> = Record<keyof T, z.ZodType>;

const short = z.string().max(1000);
const text = z.string().max(MAX_TEXT_LENGTH);
const index = z.int().nonnegative();
const author = z.enum(["a", "b", "switched"]);

const settings = z.object({
  authors: z.array(author).min(1).max(3),
  sampling,
  samples: z.int().min(1).max(MOST_SAMPLES),
  seed: z.int().min(SETTINGS.seed.min).max(SETTINGS.seed.max),
  maxNewTokens: z.int().min(1),
  stopStrings: z.array(short).max(1000),
  endRepetition: z.boolean(),
  batch: z.int().min(1).max(MOST_BATCH),
  choice,
} satisfies Shape<SampleSettings>);

const header = z.object({
  id: short.min(1),
  created: z.iso.datetime(),
  a: model.optional(),
  b: model.optional(),
  dataset: z.object({
    id: short,
    question: short,
    reference: short.optional(),
    slices: z.array(short).max(100),
  } satisfies Shape<DatasetName>),
  task: z.unknown(),
  settings,
  total: z.int().nonnegative().max(MOST_QUESTIONS),
} satisfies Shape<SampleRunHeader>);

const details = z.record(short, z.union([z.number(), text])).optional();

const reward = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(true),
    value: z.number(),
    details,
  } satisfies Shape<Extract<RewardOutcome, { ok: true }>>),
  z.object({
    ok: z.literal(false),
    why: z.enum(["no-reference", "no-likelihood", "no-baseline", "time-limit", "error", "not-a-number"]),
    detail: text.optional(),
    at: z.object({ line: z.int(), column: z.int() }).optional(),
    details,
  } satisfies Shape<Extract<RewardOutcome, { ok: false }>>),
]);

/** JSON has no NaN, which is what nobody knows of an answer out of a file. */
const mean = z.union([z.number(), z.nan(), z.null().transform(() => NaN)]);

const answer = z.object({
  ids: z.array(z.int().nonnegative()),
  text,
  end: z.enum(["end-of-text", "stop-string", "repetition", "max-tokens", "context-full", "stopped"]),
  extracted: text.nullable(),
  extractionFailed: z.enum(["time-limit", "error"]).optional(),
  rewards: z.array(reward).max(100),
  meanLogprob: mean,
  meanEntropy: mean,
  meanJs: z.number().optional(),
  fromB: z.int().nonnegative().optional(),
} satisfies Shape<Answer>);

const question = z.object({
  index,
  question: text,
  prompt: text,
  reference: text.optional(),
  slices: z.record(short, text),
  answers: z.partialRecord(author, z.array(answer).max(MOST_SAMPLES)),
  skipped: text.optional(),
} satisfies Shape<QuestionResult>);

const asked = z.object({
  row: z.object({
    index,
    line: z.int().optional(),
    fields: z.record(z.string(), z.unknown()),
  } satisfies Shape<DatasetRow>),
  question: text,
  reference: text.optional(),
  prompt: text,
  chat: z.boolean(),
  system: text.optional(),
} satisfies Shape<Asked>);

/** The task of a run, which can have rewards out of a file. */
export function readRunTask(value: unknown): ReadTask {
  return readTask(value, (id, options) =>
    id === IMPORTED_REWARD
      ? { options: options["correctness"] === true ? { correctness: true } : {}, problems: [] }
      : readRegistered(id, options),
  );
}

/** The header of a stored run; undefined where it is none, or of a version whose task is no longer read the same. */
export function readSampleRunHeader(value: unknown): SampleRunHeader | undefined {
  const read = header.safeParse(value);
  if (!read.success) return undefined;
  const { task, problems } = readRunTask(read.data.task);
  return problems.length > 0 ? undefined : ({ ...read.data, task } as SampleRunHeader);
}

/** A question of a stored run; undefined where it is none. */
export function readQuestionResult(value: unknown): QuestionResult | undefined {
  const read = question.safeParse(value);
  return read.success ? (read.data as QuestionResult) : undefined;
}

/** What a stored run asks; undefined where it is none. */
export function readAsked(value: unknown): Asked[] | undefined {
  const read = z.array(asked).max(MOST_QUESTIONS).safeParse(value);
  return read.success ? (read.data as Asked[]) : undefined;
}
