import type { RewardTerm } from "../../rewards/reward";
import { correctnessTerm, totalReward } from "../../rewards/rewards";
import type { Answer, Author, QuestionResult, SampleRun } from "./sampleRun";

/** The order in which authors are listed. */
export const AUTHORS: readonly Author[] = ["a", "b", "switched"];

/** A question's answers by one author with their totals. */
export interface ScoredQuestion {
  question: QuestionResult;
  answers: readonly ScoredAnswer[];
  /** Mean total of the answers that have one; NaN where none has. */
  mean: number;
}

export interface ScoredAnswer {
  answer: Answer;
  /** Which of the question's samples, from 0. */
  sample: number;
  /** Weighted sum of its rewards; undefined where one that counts has failed. */
  total: number | undefined;
  /**
   * What decides whether it is right: the value of the task's correctness term, or the total where the task has none;
   * undefined where it has failed.
   */
  judged: number | undefined;
}

export interface ScoringOptions {
  /** The total decides what is right even where the task has a correctness term, as in the files of pipelines. */
  byTotal?: boolean;
}

/** The questions that an author answered at least once, in the run's order. */
export function scoredQuestions(
  { questions, task }: Pick<SampleRun, "questions" | "task">,
  author: Author,
  { byTotal = false }: ScoringOptions = {},
): ScoredQuestion[] {
  const judge = byTotal ? undefined : correctnessTerm(task.rewards);
  return questions.flatMap((question) => {
    const answers = question.answers[author] ?? [];
    return answers.length === 0 ? [] : [scored(question, answers, task.rewards, judge)];
  });
}

function scored(
  question: QuestionResult,
  answers: readonly Answer[],
  terms: readonly RewardTerm[],
  judge: number | undefined,
): ScoredQuestion {
  const list = answers.map((answer, sample) => {
    const total = totalReward(terms, answer.rewards);
    const outcome = judge === undefined ? undefined : answer.rewards[judge];
    const judged = judge === undefined ? total : outcome?.ok ? outcome.value : undefined;
    return { answer, sample, total, judged };
  });
  return { question, answers: list, mean: mean(totalsOf(list)) };
}

/** The totals of those answers that have one. */
export function totalsOf(answers: readonly ScoredAnswer[]): number[] {
  return answers.flatMap(({ total }) => total ?? []);
}

/** 1 for each answer that is right, 0 for each that is not, of those of which it is known. */
export function rightsOf(answers: readonly ScoredAnswer[], rightFrom: number): (0 | 1)[] {
  return answers.flatMap(({ judged }) => (judged === undefined ? [] : judged >= rightFrom ? 1 : 0));
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Tokens of each answer; of answers from files, whose ids are not known, there are none. */
export function lengthsOf(answers: readonly ScoredAnswer[]): number[] {
  return answers.flatMap(({ answer }) =>
    answer.ids.length > 0 || answer.text === "" ? answer.ids.length : [],
  );
}
