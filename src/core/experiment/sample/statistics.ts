import type { EndReason } from "../../generation/generate";
import type { RewardProblem } from "../../rewards/reward";
import { correctnessTerm, totalRange } from "../../rewards/rewards";
import { bootstrapMean, type Interval } from "../../statistics/bootstrap";
import { passAtK } from "../../statistics/passAtK";
import { wilson } from "../../statistics/wilson";
import { majorityVote } from "./majorityVote";
import type { Answer, Author, SampleRun } from "./sampleRun";
import {
  lengthsOf,
  mean,
  rightsOf,
  scoredQuestions,
  totalsOf,
  type ScoredQuestion,
  type ScoringOptions,
} from "./scores";

export interface StatisticsOptions extends ScoringOptions {
  /** An answer is right whose correctness term, or else total, is at least this (default 1). */
  rightFrom?: number;
  /** Of the bootstrap (default 1). */
  seed?: number;
  /** Of the bootstrap (default 1000). */
  resamples?: number;
}

/** A mean over questions with its 95 % interval; all NaN where there is nothing to take it of, see `estimate`. */
export interface Estimate extends Interval {
  value: number;
}

/** What became of one of the task's rewards. */
export interface TermStatistics {
  id: string;
  weight: number;
  /** Mean over the answers that have it; NaN of none. */
  mean: number;
  /** Answers without it, by reason. */
  failed: Readonly<Partial<Record<RewardProblem, number>>>;
}

/** One author's answers in numbers. Questions count once each, however many answers of theirs have a reward. */
export interface AuthorStatistics {
  author: Author;
  /** Questions answered, and answers. */
  questions: number;
  answers: number;
  /** Answers without a total, which are in no mean; and those in which the format looked to the end and found nothing. */
  failed: number;
  notFound: number;
  /** Answers of which the format could not look to the end, by reason. */
  extractionFailed: Readonly<Partial<Record<NonNullable<Answer["extractionFailed"]>, number>>>;
  /** Mean total. */
  reward: Estimate;
  /** An answer is right from here on: the value of the term in this place of the task's rewards, the total where it is undefined. */
  rightFrom: number;
  judge: number | undefined;
  /** Share of answers that are right, of those that are judged. */
  accuracy: Estimate;
  /** Chance that one of k answers is right, over the questions with at least k answers that are judged. */
  passAtK: readonly { k: number; value: number; questions: number }[];
  /** Share of questions whose most frequent extracted answer is right, ties by first. */
  majority: Estimate;
  /**
   * Mean over questions of the standard deviation (n − 1) of their totals, and the share of questions whose totals are
   * all equal; of questions with at least 2 totals. NaN where there are none.
   */
  spread: number;
  equalShare: number;
  /** Tokens of an answer, of those that are known; NaN of none. */
  tokens: { mean: number; median: number; least: number; most: number };
  /** Of switched answers: share of all tokens that B wrote. */
  shareFromB?: number;
  /** Answers by how they ended. */
  ends: Readonly<Partial<Record<EndReason, number>>>;
  rewards: readonly TermStatistics[];
}

/** The numbers of one author of a run, finished or not. Skipped questions are in none of them. */
export function authorStatistics(
  run: Pick<SampleRun, "questions" | "task">,
  author: Author,
  options: StatisticsOptions = {},
): AuthorStatistics {
  const { rightFrom = 1 } = options;
  const questions = scoredQuestions(run, author, options);
  const all = questions.flatMap(({ answers }) => answers);
  const withTotal = questions.filter((question) => !Number.isNaN(question.mean));
  const judged = questions.filter(({ answers }) => rightsOf(answers, rightFrom).length > 0);
  const spreads = questions.flatMap(({ answers }) => standardDeviation(totalsOf(answers)) ?? []);
  const lengths = lengthsOf(all).sort((x, y) => x - y);
  const fromB = all.map(({ answer }) => answer.fromB).filter((count) => count !== undefined);
  return {
    author,
    questions: questions.length,
    answers: all.length,
    failed: all.filter(({ total }) => total === undefined).length,
    notFound: all.filter(({ answer }) => answer.extracted === null && !answer.extractionFailed).length,
    extractionFailed: counts(all.flatMap(({ answer }) => answer.extractionFailed ?? [])),
    reward: estimate(
      withTotal.map((question) => question.mean),
      options,
      totalRange(run.task.rewards),
    ),
    rightFrom,
    judge: options.byTotal ? undefined : correctnessTerm(run.task.rewards),
    accuracy: estimate(
      judged.map(({ answers }) => mean(rightsOf(answers, rightFrom))),
      options,
    ),
    passAtK: passes(judged, rightFrom),
    majority: estimate(
      judged.flatMap(({ answers }) => majorityVote(answers, rightFrom) ?? []),
      options,
    ),
    spread: mean(spreads),
    equalShare: mean(spreads.map((spread) => (spread === 0 ? 1 : 0))),
    tokens: {
      mean: mean(lengths),
      median: mean([lengths[(lengths.length - 1) >> 1] ?? NaN, lengths[lengths.length >> 1] ?? NaN]),
      least: lengths[0] ?? NaN,
      most: lengths.at(-1) ?? NaN,
    },
    ...(fromB.length === 0 ? {} : { shareFromB: mean(fromB) / mean(lengths) }),
    ends: counts(all.map(({ answer }) => answer.end)),
    rewards: run.task.rewards.map(({ id, weight }, term) => {
      const outcomes = all.flatMap(({ answer }) => answer.rewards[term] ?? []);
      return {
        id,
        weight,
        mean: mean(outcomes.flatMap((outcome) => (outcome.ok ? outcome.value : []))),
        failed: counts(outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.why))),
      };
    }),
  };
}

/**
 * A mean over questions with its bootstrap interval. Where all are equal, drawn anew they never differ, and few questions
 * would look certain: between the ends of `range` they have Wilson's score interval, as no values there vary more than
 * those that lie at its ends; without ends none can be told, it is NaN.
 */
export function estimate(
  values: readonly number[],
  { seed = 1, resamples }: StatisticsOptions,
  [least, most]: readonly [number, number] = [0, 1],
): Estimate {
  const [first] = values;
  if (first === undefined) return { value: NaN, low: NaN, high: NaN };
  const value = mean(values);
  if (values.every((one) => one === first)) {
    const width = most - least;
    const { low, high } = wilson(((first - least) / width) * values.length, values.length);
    return Number.isFinite(width)
      ? { value, low: least + width * low, high: least + width * high }
      : { value, low: NaN, high: NaN };
  }
  return { value, ...bootstrapMean(values, { seed, ...(resamples === undefined ? {} : { resamples }) }) };
}

function passes(questions: readonly ScoredQuestion[], rightFrom: number): AuthorStatistics["passAtK"] {
  const counts = questions.map(({ answers }) => {
    const rights = rightsOf(answers, rightFrom);
    return { n: rights.length, c: rights.filter((right) => right === 1).length };
  });
  const most = Math.max(0, ...counts.map(({ n }) => n));
  return Array.from({ length: most }, (_, index) => {
    const k = index + 1;
    const enough = counts.filter(({ n }) => n >= k);
    return { k, value: mean(enough.map(({ n, c }) => passAtK(n, c, k))), questions: enough.length };
  });
}

/** With n − 1; undefined of fewer than 2 values, exactly 0 of equal ones. */
function standardDeviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined;
  if (values.every((value) => value === values[0])) return 0;
  const middle = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - middle) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

function counts<K extends string>(keys: readonly K[]): Partial<Record<K, number>> {
  const found: Partial<Record<K, number>> = {};
  for (const key of keys) found[key] = (found[key] ?? 0) + 1;
  return found;
}
