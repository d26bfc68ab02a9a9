import { z } from "zod";
import { badFile } from "../experiment/badFile";
import { shortReason } from "../experiment/distributionsFormat";
import { sameWeights, type LevelWeights } from "./multiLevel/aggregate";
import type { ScoringModel } from "./reward";

export const BASELINE_FORMAT = "rl-on-off/baseline";

/** Characters of a baseline file that are read, at most: a million questions need some 60 million. */
export const MOST_BASELINE = 96 * 1024 ** 2;

const MOST_QUESTIONS = 1_000_000;

/** What a reward is told of a baseline about one question. */
export interface QuestionBaseline {
  readonly name: string;
  /** Multi-level perplexity that an answer's is held against. */
  readonly aggregate: number;
  /** Those of the baseline: an aggregate of other weights is another number. Not checked where left out. */
  readonly weights?: LevelWeights;
  /** The aggregate is the mean over all questions, because the baseline has not this one. */
  readonly overall?: true;
  /** Why it says nothing of these answers: of all of them, or of those that this model read. */
  readonly misfits?: readonly { readonly model?: ScoringModel; readonly why: string }[];
}

/** Answers that are held against a baseline: their dataset, and ids of the models that read them, where known. */
export interface BaselineUse {
  readonly dataset?: string | undefined;
  readonly models?: Readonly<Partial<Record<ScoringModel, string | undefined>>>;
}

/** Multi-level perplexities of a dataset's answers, to measure later answers against. */
export interface Baseline {
  name: string;
  /** Id of the model that read the answers. */
  model: string;
  /** The dataset, as links name it. */
  dataset: string;
  weights: LevelWeights;
  /** ISO 8601. */
  created: string;
  /** Mean over the questions. */
  overall: number;
  /** Ascending in `index`, each once. */
  questions: readonly BaselineQuestion[];
}

export interface BaselineQuestion {
  /** Number of the dataset's row. */
  index: number;
  /** Mean over its answers. */
  aggregate: number;
  answers: number;
}

/**
 * A baseline from the aggregates of answers, any number per question, in any order. Every question counts the same in
 * the overall mean. Answers whose aggregate is not finite cannot be averaged and are left out.
 *
 * @returns undefined where no answer is left
 */
export function makeBaseline(
  about: Pick<Baseline, "name" | "model" | "dataset" | "weights" | "created">,
  answers: Iterable<{ index: number; aggregate: number }>,
): Baseline | undefined {
  const sums = new Map<number, { sum: number; answers: number }>();
  for (const { index, aggregate } of answers) {
    if (!Number.isFinite(aggregate)) continue;
    const { sum, answers: count } = sums.get(index) ?? { sum: 0, answers: 0 };
    sums.set(index, { sum: sum + aggregate, answers: count + 1 });
  }
  if (sums.size === 0) return undefined;
  const questions = [...sums]
    .sort(([x], [y]) => x - y)
    .map(([index, { sum, answers: count }]) => ({ index, aggregate: sum / count, answers: count }));
  return { ...about, overall: overallOf(questions), questions };
}

/**
 * Looks questions up: one that the baseline does not have, or whose number nobody knows, gets the overall mean. What it
 * is used on is checked: rows of another dataset have other numbers, another model other perplexities. A baseline that
 * does not say its dataset or model is not checked for it.
 */
export function baselineOf(
  baseline: Baseline,
): (index: number | undefined, use?: BaselineUse) => QuestionBaseline {
  const { name, weights, overall } = baseline;
  const byIndex = new Map(baseline.questions.map(({ index, aggregate }) => [index, aggregate]));
  return (index, use = {}) => {
    const own = index === undefined ? undefined : byIndex.get(index);
    const misfits = misfitsOf(baseline, use);
    return {
      ...{ name, weights, aggregate: own ?? overall },
      ...(own === undefined ? { overall: true as const } : {}),
      ...(misfits.length > 0 ? { misfits } : {}),
    };
  };
}

/** Why a baseline cannot be used for answers that this model read, with these weights; undefined where it can. */
export function misfitOf(
  { misfits = [], weights: made }: QuestionBaseline,
  model: ScoringModel,
  weights: LevelWeights,
): string | undefined {
  const misfit = misfits.find((one) => one.model === undefined || one.model === model);
  if (misfit) return misfit.why;
  return made === undefined || sameWeights(made, weights) ? undefined : "other weights";
}

function misfitsOf(
  { dataset, model }: Baseline,
  { dataset: asked, models = {} }: BaselineUse,
): NonNullable<QuestionBaseline["misfits"]> {
  const unlike = (made: string, here: string | undefined): here is string =>
    made !== "" && here !== undefined && here !== made;
  const readers = Object.entries(models) as [ScoringModel, string | undefined][];
  return [
    ...(unlike(dataset, asked) ? [{ why: `of ${dataset}, not of ${asked}` }] : []),
    ...readers.flatMap(([side, here]) =>
      unlike(model, here) ? [{ model: side, why: `read by ${model}, not by ${here}` }] : [],
    ),
  ];
}

function overallOf(questions: readonly BaselineQuestion[]): number {
  return questions.reduce((sum, { aggregate }) => sum + aggregate, 0) / questions.length;
}

const weight = z.number().min(0).max(1000);
const text = z.string().max(400);
const aggregate = z.number().min(1 - 1e-9);

const shape = z.object({
  format: z.literal(BASELINE_FORMAT),
  version: z.literal(1, "a version that this page does not read"),
  name: text.min(1),
  model: text,
  dataset: text,
  weights: z
    .object({ word: weight, phrase: weight, sentence: weight })
    .refine(({ word, phrase, sentence }) => word + phrase + sentence > 0, "all weights are 0"),
  created: z.iso.datetime({ offset: true }),
  overall: aggregate,
  questions: z
    .array(z.object({ index: z.int().min(0), aggregate, answers: z.int().min(1) }))
    .min(1)
    .max(MOST_QUESTIONS)
    .refine(
      (questions) => questions.every(({ index }, at) => at === 0 || index > questions[at - 1]!.index),
      "questions are not in ascending order, each once",
    ),
});

/** The text of `baseline.json`; docs/formats.md describes it. */
export function writeBaseline(baseline: Baseline): string {
  const { name, model, dataset, weights, created, overall, questions } = baseline;
  const about = { format: BASELINE_FORMAT, version: 1, name, model, dataset, weights, created, overall };
  return `${JSON.stringify({ ...about, questions })}\n`;
}

/**
 * Reads `baseline.json`.
 *
 * @throws ExpectedError "bad-input" that says what is wrong with it
 */
export function readBaseline(file: string): Baseline {
  if (file.length > MOST_BASELINE)
    throw badFile(`This baseline has ${file.length} characters; ${MOST_BASELINE} are read at most.`);
  let contents: unknown;
  try {
    contents = JSON.parse(file);
  } catch (error) {
    throw badFile(
      "This baseline is not JSON.",
      undefined,
      error instanceof Error ? error.message : undefined,
    );
  }
  const parsed = shape.safeParse(contents);
  if (!parsed.success)
    throw badFile(
      "This baseline has not the form that this page reads.",
      undefined,
      shortReason(parsed.error),
    );
  const { format: _, version: __, ...baseline } = parsed.data;
  const mean = overallOf(baseline.questions);
  if (Math.abs(mean - baseline.overall) > 1e-6 * mean)
    throw badFile(
      `This baseline contradicts itself: overall it says ${baseline.overall}, the mean of its ${baseline.questions.length} questions is ${mean}.`,
    );
  return baseline;
}
