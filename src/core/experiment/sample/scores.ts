import type { RewardTerm } from "../../rewards/reward";
import { totalReward } from "../../rewards/rewards";
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
}

/** The questions that an author answered at least once, in the run's order. */
export function scoredQuestions(
  { questions, task }: Pick<SampleRun, "questions" | "task">,
  author: Author,
): ScoredQuestion[] {
  return questions.flatMap((question) => {
    const answers = question.answers[author] ?? [];
    return answers.length === 0 ? [] : [scored(question, answers, task.rewards)];
  });
}

function scored(
  question: QuestionResult,
  answers: readonly Answer[],
  terms: readonly RewardTerm[],
): ScoredQuestion {
  const list = answers.map((answer, sample) => ({
    answer,
    sample,
    total: totalReward(terms, answer.rewards),
  }));
  return { question, answers: list, mean: mean(totalsOf(list)) };
}

/** The totals of those answers that have one. */
export function totalsOf(answers: readonly ScoredAnswer[]): number[] {
  return answers.flatMap(({ total }) => total ?? []);
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
