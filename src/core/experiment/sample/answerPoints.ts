import type { Author, SampleRun } from "./sampleRun";
import { AUTHORS, scoredQuestions } from "./scores";

/** One answer as histograms and scatter plots take it. What is not known is NaN. */
export interface AnswerPoint {
  /** Place in the run's list of questions. */
  place: number;
  author: Author;
  sample: number;
  reward: number;
  tokens: number;
  meanJs: number;
  meanEntropy: number;
  meanLogprob: number;
}

/** Every answer of a run, by question, then author, then sample. */
export function answerPoints(run: Pick<SampleRun, "questions" | "task">): AnswerPoint[] {
  return run.questions.flatMap((question, place) =>
    AUTHORS.flatMap((author) =>
      scoredQuestions({ questions: [question], task: run.task }, author).flatMap(({ answers }) =>
        answers.map(({ answer, sample, total }) => ({
          place,
          author,
          sample,
          reward: total ?? NaN,
          // Of answers out of files the tokens are not known.
          tokens: answer.ids.length > 0 || answer.text === "" ? answer.ids.length : NaN,
          meanJs: answer.meanJs ?? NaN,
          meanEntropy: answer.meanEntropy,
          meanLogprob: answer.meanLogprob,
        })),
      ),
    ),
  );
}
