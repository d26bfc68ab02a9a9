import type { Author, SampleRun } from "../../../core/experiment/sample/sampleRun";
import { makeBaseline, type Baseline } from "../../../core/rewards/baseline";
import { chosenWeights } from "../../../core/rewards/multiLevelPerplexity";
import { readOptions } from "../../../core/rewards/readOptions";
import type { RewardTerm } from "../../../core/rewards/reward";
import { rewardOf } from "../../../core/rewards/rewards";

/**
 * A baseline of one author's answers in a run, from the aggregates that its multi-level perplexity tells, also where it
 * gave no reward for want of a baseline.
 * @param like of several such rewards, the one that reads with the same model and weights is taken, else the first
 * @returns undefined where the run has none
 */
export function runBaseline(
  run: SampleRun,
  author: Author,
  name: string,
  created: string,
  like?: RewardTerm,
): Baseline | undefined {
  const terms = run.task.rewards.filter((term) => rewardOf(term.id)?.options["baseline"] !== undefined);
  const term = terms.find((one) => like !== undefined && measure(one) === measure(like)) ?? terms[0];
  const at = term ? run.task.rewards.indexOf(term) : -1;
  const weights = term && chosenWeights(optionsOf(term));
  if (!term || !weights) return undefined;
  const answers = run.questions.flatMap(({ index, answers }) =>
    (answers[author] ?? []).flatMap(({ rewards }) => {
      const outcome = rewards[at];
      const aggregate = outcome?.details?.["aggregate"];
      return typeof aggregate === "number" ? [{ index, aggregate }] : [];
    }),
  );
  const side = optionsOf(term)["model"];
  const model = (side === "a" || side === "b" ? run[side]?.id : undefined) ?? String(side);
  return makeBaseline({ name, model, dataset: run.dataset.id, weights, created }, answers);
}

/** What decides an aggregate: the model that reads, and the weights. */
function measure(term: RewardTerm): string {
  const options = optionsOf(term);
  const { word, phrase, sentence } = chosenWeights(options) ?? {};
  return JSON.stringify([options["model"], word, phrase, sentence]);
}

function optionsOf(term: RewardTerm): RewardTerm["options"] {
  const reward = rewardOf(term.id);
  return reward ? readOptions(reward, term.options).options : term.options;
}
