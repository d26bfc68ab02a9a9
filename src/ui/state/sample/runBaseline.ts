import type { Author, SampleRun } from "../../../core/experiment/sample/sampleRun";
import { makeBaseline, type Baseline } from "../../../core/rewards/baseline";
import { chosenWeights } from "../../../core/rewards/multiLevelPerplexity";
import { readOptions } from "../../../core/rewards/readOptions";
import type { RewardTerm } from "../../../core/rewards/reward";
import { rewardOf } from "../../../core/rewards/rewards";

/**
 * A baseline of one author's answers in a run, from the aggregates that its multi-level perplexity tells.
 * @returns undefined where the run has none
 */
export function runBaseline(
  run: SampleRun,
  author: Author,
  name: string,
  created: string,
): Baseline | undefined {
  const at = run.task.rewards.findIndex((term) => rewardOf(term.id)?.options["baseline"] !== undefined);
  const term = run.task.rewards[at];
  const weights = term && chosenWeights(optionsOf(term));
  if (!term || !weights) return undefined;
  const answers = run.questions.flatMap(({ index, answers }) =>
    (answers[author] ?? []).flatMap(({ rewards }) => {
      const outcome = rewards[at];
      const aggregate = outcome?.ok ? outcome.details?.["aggregate"] : undefined;
      return typeof aggregate === "number" ? [{ index, aggregate }] : [];
    }),
  );
  const side = optionsOf(term)["model"];
  const model = (side === "a" || side === "b" ? run[side]?.id : undefined) ?? String(side);
  return makeBaseline({ name, model, dataset: run.dataset.id, weights, created }, answers);
}

function optionsOf(term: RewardTerm): RewardTerm["options"] {
  const reward = rewardOf(term.id);
  return reward ? readOptions(reward, term.options).options : term.options;
}
