import { middleOf, resampledMeans, type Interval } from "../../statistics/bootstrap";
import { wilson } from "../../statistics/wilson";
import type { Author, SampleRun } from "./sampleRun";
import { lengthsOf, mean, scoredQuestions, type ScoredQuestion } from "./scores";
import type { Estimate, StatisticsOptions } from "./statistics";

/** Mean rewards that lie nearer than this are a tie: they differ by rounding. */
const TIE = 1e-9;

/** One side's answers against another's, question by question, over the questions that both have a reward of. */
export interface Versus {
  questions: number;
  /** Of the right side against the left, by each question's mean reward. */
  wins: number;
  ties: number;
  losses: number;
  /** Wins over all questions, ties counted half; NaN without questions. */
  winRate: number;
  /** Wins over wins and losses, with Wilson's 95 % interval; NaN without any. */
  winRateDecided: number;
  winInterval: Interval;
  /** Mean reward of the right side less that of the left, with the paired bootstrap's 95 % interval. */
  difference: Estimate;
  /** Mean tokens of an answer of the right side over those of the left; NaN where the left has none. */
  lengthRatio: number;
}

/** How one author of a run does against another. */
export function authorsVersus(
  run: Pick<SampleRun, "questions" | "task">,
  left: Author,
  right: Author,
  options: StatisticsOptions = {},
): Versus {
  return versus(scoredQuestions(run, left), scoredQuestions(run, right), options);
}

/** The same over any two lists; questions are the same that have the same row number and the same text. */
export function versus(
  left: readonly ScoredQuestion[],
  right: readonly ScoredQuestion[],
  { seed = 1, resamples }: StatisticsOptions = {},
): Versus {
  const pairs = paired(left, right);
  const differences = pairs.map(([one, other]) => other.mean - one.mean);
  const wins = differences.filter((difference) => difference > TIE).length;
  const losses = differences.filter((difference) => difference < -TIE).length;
  const ties = pairs.length - wins - losses;
  const lengths = ([0, 1] as const).map((side) =>
    mean(pairs.flatMap((pair) => mean(lengthsOf(pair[side].answers)))),
  );
  return {
    questions: pairs.length,
    wins,
    ties,
    losses,
    winRate: (wins + ties / 2) / pairs.length,
    winRateDecided: wins / (wins + losses),
    winInterval: wilson(wins, wins + losses),
    difference: {
      value: mean(differences),
      ...interval(differences, { seed, ...(resamples === undefined ? {} : { resamples }) }),
    },
    lengthRatio: lengths[0] === 0 ? NaN : (lengths[1] as number) / (lengths[0] as number),
  };
}

/** Questions that both lists have a mean reward of. */
export function paired(
  left: readonly ScoredQuestion[],
  right: readonly ScoredQuestion[],
): [ScoredQuestion, ScoredQuestion][] {
  const byIndex = new Map(right.map((one) => [one.question.index, one]));
  return left.flatMap((one): [ScoredQuestion, ScoredQuestion][] => {
    const other = byIndex.get(one.question.index);
    if (!other || other.question.question !== one.question.question) return [];
    return Number.isNaN(one.mean) || Number.isNaN(other.mean) ? [] : [[one, other]];
  });
}

/** Questions are drawn anew with both their answers, so what makes a question hard is in no difference. */
function interval(differences: readonly number[], options: { seed: number; resamples?: number }): Interval {
  if (differences.length === 0) return { low: NaN, high: NaN };
  return middleOf(resampledMeans([differences], options)[0] as Float64Array, {});
}
