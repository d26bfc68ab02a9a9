/** From this improvement on, in percent of the baseline, the reward is this much. */
export interface Tier {
  percent: number;
  reward: number;
}

/** Ascending in percent, each once, at least one; rewards from 0 to 1. */
export type Tiers = readonly Tier[];

export const DEFAULT_TIERS = "0.05:0.2, 0.5:0.5, 1:0.7, 2:0.9, 3:1";

const MOST_TIERS = 20;
const NUMBER = String.raw`\d{1,6}(?:\.\d{1,9})?`;
const TIER = String.raw`\s*${NUMBER}\s*:\s*${NUMBER}\s*`;

/** The shape of tiers as text; `parseTiers` says whether they are tiers. */
export const TIERS_PATTERN = new RegExp(`^${TIER}(?:,${TIER}){0,${MOST_TIERS - 1}}$`);

export const TIERS_WORDS = "pairs percent:reward with commas between them, such as 0.5:0.2, 1:1";

/** What is wrong with a text that should be tiers. */
export type TiersProblem =
  | { type: "shape" }
  | { type: "percent"; percent: number } // beyond 100
  | { type: "reward"; reward: number } // beyond 1
  | { type: "order"; percent: number }; // not above the one before it

/** Reads tiers such as "0.5:0.2, 1:1": improvement in percent and reward, ascending. Never throws. */
export function parseTiers(text: string): { ok: true; tiers: Tiers } | { ok: false; problem: TiersProblem } {
  if (!TIERS_PATTERN.test(text)) return { ok: false, problem: { type: "shape" } };
  const tiers = text.split(",").map((pair): Tier => {
    const [percent = NaN, reward = NaN] = pair.split(":").map(Number);
    return { percent, reward };
  });
  for (const [at, { percent, reward }] of tiers.entries()) {
    if (percent > 100) return { ok: false, problem: { type: "percent", percent } };
    if (reward > 1) return { ok: false, problem: { type: "reward", reward } };
    const before = tiers[at - 1];
    if (before && percent <= before.percent) return { ok: false, problem: { type: "order", percent } };
  }
  return { ok: true, tiers };
}

/** The text of tiers; `parseTiers` gives them back. */
export function formatTiers(tiers: Tiers): string {
  return tiers.map(({ percent, reward }) => `${percent}:${reward}`).join(", ");
}

/** Rounding of the improvement shall not decide about a tier. In percentage points. */
const HAIR = 1e-9;

/** The reward of the highest tier that is reached; 0 below all. NaN gets 0. */
export function stepReward(tiers: Tiers, percent: number): number {
  return tiers.findLast((tier) => percent >= tier.percent - HAIR)?.reward ?? 0;
}

/**
 * The reward on straight lines between the tiers, from 0 at no improvement up to the first; the last tier's above it,
 * 0 below 0 %. NaN gets 0.
 */
export function linearReward(tiers: Tiers, percent: number): number {
  const at = tiers.findIndex((tier) => percent < tier.percent);
  if (at < 0) return Number.isNaN(percent) ? 0 : (tiers.at(-1)?.reward ?? 0);
  const [low, high] = [tiers[at - 1] ?? { percent: 0, reward: 0 }, tiers[at]!];
  if (percent <= low.percent) return low.reward;
  const share = (percent - low.percent) / (high.percent - low.percent);
  return low.reward + share * (high.reward - low.reward);
}
