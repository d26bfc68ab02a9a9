import { z } from "zod";
import { badFile } from "../badFile";
import { shortReason } from "../distributionsFormat";
import { parsePythonJson } from "../pythonJson";
import { UnknownKeys } from "../unknownKeys";
import type { Author, SampleRun } from "./sampleRun";
import { authorStatistics, type Estimate, type StatisticsOptions } from "./statistics";

/** Characters of a statistics file that are read. */
export const MOST_STATISTICS_JSON = 16 * 1024 ** 2;

/**
 * One author's numbers by the names that Python pipelines use: right is whose reward in `results.json`, the total, is at
 * least `right_from`. Numbers that are not known are null.
 */
export function statisticsJson(run: SampleRun, author: Author, options: StatisticsOptions = {}): string {
  const numbers = authorStatistics(run, author, { ...options, byTotal: true });
  const { "time-limit": stopped = 0, error = 0 } = numbers.extractionFailed;
  const model = author === "switched" ? undefined : run[author];
  const interval = ({ low, high }: Estimate) => [low, high];
  return `${JSON.stringify(
    {
      accuracy: numbers.accuracy.value,
      avg_sampling_length: numbers.tokens.mean,
      num_questions: numbers.questions,
      num_samples_per_question: run.settings.samples,
      num_answers: numbers.answers,
      num_without_reward: numbers.failed,
      num_without_answer: numbers.notFound + stopped + error,
      accuracy_interval: interval(numbers.accuracy),
      mean_reward: numbers.reward.value,
      mean_reward_interval: interval(numbers.reward),
      reward_std: numbers.spread,
      majority_vote_accuracy: numbers.majority.value,
      pass_at_k: Object.fromEntries(numbers.passAtK.map(({ k, value }) => [k, value])),
      right_from: options.rightFrom ?? 1,
      author,
      model: model?.id ?? [run.a?.id ?? null, run.b?.id ?? null],
      dataset: run.dataset.id,
      temperature: run.settings.sampling.temperature,
      top_k: run.settings.sampling.topK,
      top_p: run.settings.sampling.topP,
      min_p: run.settings.sampling.minP,
      max_new_tokens: run.settings.maxNewTokens,
      seed: run.settings.seed,
      created: run.created,
    },
    undefined,
    1,
  )}\n`;
}

const number = z.number().nullish();
const pair = z.tuple([z.number().nullable(), z.number().nullable()]).nullish();
const name = z.string().max(10_000).nullish();

const shape = z.object({
  accuracy: number,
  avg_sampling_length: number,
  num_questions: number,
  num_samples_per_question: number,
  num_answers: number,
  num_without_reward: number,
  num_without_answer: number,
  accuracy_interval: pair,
  mean_reward: number,
  mean_reward_interval: pair,
  reward_std: number,
  majority_vote_accuracy: number,
  pass_at_k: z.record(z.string().max(20), z.number().nullable()).nullish(),
  right_from: number,
  author: name,
  model: z.union([z.string().max(10_000), z.array(z.string().max(10_000).nullable()).max(3)]).nullish(),
  dataset: name,
  temperature: number,
  top_k: number,
  top_p: number,
  min_p: number,
  max_new_tokens: number,
  seed: number,
  created: name,
});

/** What a statistics file says, by its own names. */
export type FileStatistics = z.infer<typeof shape>;

/**
 * Reads `statistics.json`, this page's or Python's. Every key may be missing, unknown ones are named.
 *
 * @throws ExpectedError "bad-input" that says what is wrong with it
 */
export function parseStatistics(text: string): { statistics: FileStatistics; unknown: readonly string[] } {
  if (text.length > MOST_STATISTICS_JSON)
    throw badFile(`statistics.json has ${text.length} characters; at most ${MOST_STATISTICS_JSON} are read.`);
  let contents: unknown;
  try {
    contents = parsePythonJson(text);
  } catch (error) {
    throw badFile(
      "statistics.json is no JSON.",
      undefined,
      error instanceof Error ? error.message : String(error),
    );
  }
  const parsed = shape.safeParse(contents);
  if (!parsed.success)
    throw badFile(
      "statistics.json has not the form that this page reads.",
      undefined,
      shortReason(parsed.error),
    );
  const unknown = new UnknownKeys();
  unknown.look(contents, "", shape.shape);
  return { statistics: parsed.data, unknown: unknown.paths };
}
