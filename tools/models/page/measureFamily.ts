import type { Remote } from "comlink";
import { exactMatch } from "../../../src/core/rewards/exactMatch";
import { FAMILIES, problemAt } from "../../../src/core/tasks/problems/families";
import type { FamilyId, Problem, ProblemFamily, StyleId } from "../../../src/core/tasks/problems/problem";
import type { Rollout } from "../../../src/training/rollout";
import type { TrainerService } from "../../../src/training/service";
import { END_ID, EVALUATION, MAX_LENGTH, MAX_NEW_TOKENS, WHOLE_DISTRIBUTION } from "../recipe";
import type { ChatText } from "./text";

/** How good a model's answers to one family's held-out problems are; shares are in [0, 1]. */
export interface FamilyResult {
  family: FamilyId;
  problems: number;
  samples: number;
  /** Mean share of right answers at temperature 1, and its standard error over the problems. */
  passAt1: number;
  passAt1Error: number;
  /** Share of problems with at least one right answer among the samples. */
  passAt8: number;
  /** Share of right answers when always the most likely token is taken. */
  greedy: number;
  /** Share of each style among the sampled answers, and how often it is right. */
  styles: Record<StyleId | "other", { share: number; right: number }>;
  /** Mean length of a sampled answer. */
  tokens: number;
}

/** Answers between two lines of progress. */
const PART = 4 * EVALUATION.rows;

/** Measures the model that the trainer holds. */
export async function measureFamily(
  trainer: Remote<TrainerService>,
  text: ChatText,
  family: ProblemFamily,
): Promise<FamilyResult> {
  const { problems: count, samples, seed } = EVALUATION;
  const problems = heldOutProblems(family, count);
  const sampled = await write(trainer, text, problems, samples, 1);
  const greedy = await write(trainer, text, problems, 1, 0);

  const rates = problems.map((_, index) =>
    mean(sampled.slice(index * samples, (index + 1) * samples).map(({ right }) => right)),
  );
  const passAt1 = mean(rates);
  const variance = rates.reduce((total, rate) => total + (rate - passAt1) ** 2, 0) / (count - 1);
  const styles = Object.fromEntries(
    (["steps", "sloppy", "guess", "other"] as const).map((style) => {
      const ofStyle = sampled.filter((answer) => answer.style === style);
      return [
        style,
        { share: ofStyle.length / sampled.length, right: mean(ofStyle.map(({ right }) => right)) },
      ];
    }),
  ) as FamilyResult["styles"];
  return {
    family: family.id,
    problems: count,
    samples,
    passAt1,
    passAt1Error: Math.sqrt(variance / count),
    passAt8: mean(rates.map((rate) => Number(rate > 0))),
    greedy: mean(greedy.map(({ right }) => right)),
    styles,
    tokens: mean(sampled.map(({ tokens }) => tokens)),
  };

  async function write(
    service: Remote<TrainerService>,
    chat: ChatText,
    asked: readonly Problem[],
    each: number,
    temperature: number,
  ) {
    const prompts = asked.flatMap(({ question }) => new Array<number[]>(each).fill(chat.promptIds(question)));
    const rollouts: Rollout[] = [];
    while (rollouts.length < prompts.length) {
      const from = rollouts.length;
      const options = {
        seed,
        firstSample: FAMILIES.indexOf(family) * count * samples + from,
        sampling: { ...WHOLE_DISTRIBUTION, temperature },
        maxNewTokens: MAX_NEW_TOKENS,
        endId: END_ID,
      };
      const part = prompts.slice(from, from + PART);
      rollouts.push(...(await service.rollOut(part, EVALUATION.rows, MAX_LENGTH, options)));
      await window.report(
        `${family.id}, temperature ${temperature}: ${rollouts.length} of ${prompts.length} answers`,
      );
    }
    return rollouts.map(({ solution }, index) => {
      const answer = chat.solutionText(solution);
      return {
        right: exactMatch(answer, asked[Math.floor(index / each)]!.answer) as number,
        style: family.styleOf(answer),
        tokens: solution.length,
      };
    });
  }
}

/** The held-out problems that every measurement uses. */
export function heldOutProblems(family: ProblemFamily, count: number): Problem[] {
  return Array.from({ length: count }, (_, index) =>
    problemAt(family.id, "held-out", EVALUATION.seed, index),
  );
}

/** 0 for an empty list. */
function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}
