/** Keeps a group of equal rewards from dividing by zero; as in TRL. */
const EPSILON = 1e-4;

/** What a reward's distance from its group's mean is divided by. */
export type AdvantageScale = "group" | "batch" | "none";

/**
 * Group-relative advantages (GRPO; Shao et al., "DeepSeekMath", 2024): `(r − mean) / (std + 1e-4)`, mean over the
 * answers to the same question, sample standard deviation (ddof = 1) over the group, over the whole batch, or no
 * division. A reward that is NaN (could not be scored) takes no part and gets advantage 0.
 *
 * @param rewards groups one after the other, `groupSize` rewards each
 * @throws RangeError when the rewards are not whole groups
 */
export function groupRelativeAdvantages(
  rewards: readonly number[],
  groupSize: number,
  scale: AdvantageScale = "group",
): number[] {
  if (groupSize < 1 || rewards.length % groupSize !== 0) {
    throw new RangeError(`${rewards.length} rewards are not whole groups of ${groupSize}.`);
  }
  const batchDeviation = sampleDeviation(rewards);
  return rewards.map((reward, index) => {
    if (Number.isNaN(reward)) return 0;
    const start = index - (index % groupSize);
    const group = rewards.slice(start, start + groupSize);
    const centred = reward - mean(group);
    if (scale === "none") return centred;
    return centred / ((scale === "batch" ? batchDeviation : sampleDeviation(group)) + EPSILON);
  });
}

function mean(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((total, value) => total + value, 0) / known.length;
}

/** 0 for fewer than two known values. */
function sampleDeviation(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < 2) return 0;
  const centre = mean(known);
  const squares = known.reduce((total, value) => total + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (known.length - 1));
}
