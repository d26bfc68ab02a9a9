import { readOptions } from "./readOptions";
import type { RewardInput, RewardOutcome, RewardTerm, RewardTools } from "./reward";
import { rewardOf } from "./rewards";

/**
 * One term's outcome for one answer. Options are made whole first; what a reward throws and a value that is no finite
 * number become outcomes. A guarded reward may still take for ever: whoever calls must be able to stop it.
 */
export async function scoreTerm(
  term: RewardTerm,
  input: RewardInput,
  tools: RewardTools = {},
): Promise<RewardOutcome> {
  const reward = rewardOf(term.id);
  if (!reward) return { ok: false, why: "error", detail: `There is no reward "${term.id}".` };
  try {
    const outcome = await reward.score(input, readOptions(reward, term.options).options, tools);
    if (outcome.ok && !Number.isFinite(outcome.value))
      return { ok: false, why: "not-a-number", detail: String(outcome.value) };
    return outcome;
  } catch (error) {
    return { ok: false, why: "error", detail: error instanceof Error ? error.message : String(error) };
  }
}
