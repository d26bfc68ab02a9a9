import { bleu } from "./bleu";
import { customReward } from "./custom";
import { exactMatchReward } from "./exactMatchReward";
import { format } from "./format";
import { length } from "./length";
import { mathVerify } from "./mathVerify";
import { multiLevelPerplexityReward } from "./multiLevelPerplexity";
import { perplexityReward } from "./perplexity";
import { readOptions } from "./readOptions";
import { repetition } from "./repetition";
import type { Reward, RewardNeeds, RewardOutcome, RewardTerm, ScoringModel } from "./reward";
import { rouge } from "./rouge";

/** All rewards, in the order in which they are shown. A reward is one file and one line here. */
const LIST: readonly Reward[] = [
  exactMatchReward,
  mathVerify,
  bleu,
  rouge,
  format,
  length,
  repetition,
  perplexityReward,
  multiLevelPerplexityReward,
  customReward,
];

/** All rewards by id, in the order in which they are shown. */
export const REWARDS: ReadonlyMap<string, Reward> = new Map(LIST.map((reward) => [reward.id, reward]));

/** The reward of that id; ids come from links and files, so there may be none. */
export function rewardOf(id: string): Reward | undefined {
  return REWARDS.get(id);
}

/**
 * An answer's reward: Σ weight · value. Undefined where a term of weight ≠ 0 has no value; terms of weight 0 are not
 * looked at. No terms give 0.
 * @param outcomes in the order of the terms
 */
export function totalReward(
  terms: readonly RewardTerm[],
  outcomes: readonly RewardOutcome[],
): number | undefined {
  let total = 0;
  for (const [at, { weight }] of terms.entries()) {
    if (weight === 0) continue;
    const outcome = outcomes[at];
    if (!outcome?.ok) return undefined;
    total += weight * outcome.value;
  }
  return total;
}

/** What all terms together need, those of weight 0 too, because they are shown. Unknown ids need nothing. */
export function needsOf(terms: readonly RewardTerm[]): RewardNeeds {
  const all = terms.flatMap(({ id, options }) => {
    const reward = rewardOf(id);
    return reward ? [reward.needs(readOptions(reward, options).options)] : [];
  });
  const models = new Set(all.flatMap(({ likelihoods = [] }) => likelihoods));
  return {
    ...(all.some(({ reference }) => reference) && { reference: true as const }),
    ...(models.size > 0 && { likelihoods: IN_ORDER.filter((model) => models.has(model)) }),
    ...(all.some(({ baseline }) => baseline) && { baseline: true as const }),
  };
}

const IN_ORDER: readonly ScoringModel[] = ["a", "b", "c"];
