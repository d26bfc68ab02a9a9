import { readOptions } from "../../src/core/rewards/readOptions";
import type { Reward, RewardInput, RewardOutcome } from "../../src/core/rewards/reward";

/** An answer as rewards see it; what is not given is empty or absent. */
export function rewardInput(given: Partial<RewardInput>): RewardInput {
  return {
    question: "",
    prompt: "",
    answer: "",
    extracted: undefined,
    reference: undefined,
    tokens: 0,
    row: {},
    likelihoods: {},
    index: 0,
    ...given,
  };
}

/** What a reward that answers at once makes of an input, with default options but for those given. */
export function outcomeOf(reward: Reward, given: Partial<RewardInput>, options: object = {}): RewardOutcome {
  const outcome = reward.score(rewardInput(given), readOptions(reward, options).options, {});
  if (outcome instanceof Promise) throw new TypeError(`${reward.id} does not answer at once`);
  return outcome;
}

/** The value of that outcome; undefined where there is none. */
export function valueOf(reward: Reward, given: Partial<RewardInput>, options?: object): number | undefined {
  const outcome = outcomeOf(reward, given, options);
  return outcome.ok ? outcome.value : undefined;
}
