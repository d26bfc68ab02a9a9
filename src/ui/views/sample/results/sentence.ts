import type { Author } from "../../../../core/experiment/sample/sampleRun";
import type { AuthorStatistics } from "../../../../core/experiment/sample/statistics";
import { anyCounts } from "../../../../core/rewards/rewards";
import { strings } from "../../../strings";

export type AuthorNames = Readonly<Record<Author, string>>;

const words = strings.sampleResults.sentence;

/** Of rewards of 0 and 1 the mean is the share of right answers, to the last digits. */
const ROUNDING = 1e-6;

/**
 * A run in a few sentences: who is right how often, where a reward of the task tells that, and who has which mean reward,
 * where it is another number.
 */
export function resultSentence(statistics: readonly AuthorStatistics[], names: AuthorNames): string {
  const known = statistics.filter(({ reward }) => Number.isFinite(reward.value));
  const questions = Math.max(0, ...known.map((one) => one.questions));
  if (known.length === 0) {
    const counted = statistics.length === 0 || anyCounts(statistics[0]?.rewards ?? []);
    return counted ? words.none : words.noneCounts;
  }
  const judged = known.filter(
    ({ judge, accuracy }) => judge !== undefined && Number.isFinite(accuracy.value),
  );
  const sentences = judged.length > 0 ? rightSentences(judged, names) : [];
  if (
    judged.length < known.length ||
    known.some(({ reward, accuracy }) => Math.abs(reward.value - accuracy.value) > ROUNDING)
  ) {
    const means = known.map(({ author, reward }) => words.reward(names[author], reward));
    sentences.push(words.rewards(questions, means));
  }
  return sentences.join(" ");
}

function rightSentences(judged: readonly AuthorStatistics[], names: AuthorNames): string[] {
  const questions = Math.max(...judged.map((one) => one.questions));
  const best = judged.toSorted((one, other) => other.accuracy.value - one.accuracy.value);
  const shares = best.map(({ author, accuracy }) => ({ name: names[author], share: accuracy.value }));
  const tries = Math.min(...best.map(({ passAtK }) => passAtK.length));
  const first = words.accuracy(questions, shares, tries > 1);
  if (tries < 2) return [first];
  const passes = best.map(({ passAtK }) => passAtK[tries - 1]?.value ?? NaN);
  return [first, words.pass(tries, passes)];
}
