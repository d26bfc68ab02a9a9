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
 * looked at. Where no term counts there is no reward: undefined.
 * @param outcomes in the order of the terms
 */
export function totalReward(
  terms: readonly RewardTerm[],
  outcomes: readonly RewardOutcome[],
): number | undefined {
  if (!anyCounts(terms)) return undefined;
  let total = 0;
  for (const [at, { weight }] of terms.entries()) {
    if (weight === 0) continue;
    const outcome = outcomes[at];
    if (!outcome?.ok) return undefined;
    total += weight * outcome.value;
  }
  return total;
}

/** Whether any term has a weight. */
export function anyCounts(terms: readonly Pick<RewardTerm, "weight">[]): boolean {
  return terms.some(({ weight }) => weight !== 0);
}

/** Smallest and largest total; infinite where a term that counts is unknown or knows no such. */
export function totalRange(terms: readonly RewardTerm[]): readonly [low: number, high: number] {
  let [low, high] = [0, 0];
  for (const term of terms) {
    const { id, weight } = term;
    if (weight === 0) continue;
    const unknown = tellsRight(term) ? [0, 1] : [-Infinity, Infinity];
    const ends = (rewardOf(id)?.range ?? unknown).map((end) => weight * end);
    low += Math.min(...ends);
    high += Math.max(...ends);
  }
  return [low, high];
}

/**
 * Place of the term that tells right answers from wrong ones, where there is one: those that count come first, then
 * those that give nothing but right and wrong, then the order of the terms. Of a reward that is not known here the option
 * `correctness` says whether it is such.
 */
export function correctnessTerm(terms: readonly RewardTerm[]): number | undefined {
  const rank = ({ id, weight }: RewardTerm) => (weight > 0 ? 0 : 2) + (rewardOf(id)?.range[1] === 1 ? 0 : 1);
  return terms
    .flatMap((term, at) => (tellsRight(term) ? { at, rank: rank(term) } : []))
    .toSorted((one, other) => one.rank - other.rank || one.at - other.at)[0]?.at;
}

function tellsRight({ id, options }: RewardTerm): boolean {
  const reward = rewardOf(id);
  return reward ? reward.correctness === true : options.correctness === true;
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
