import { ExpectedError } from "../../../../core/errors";
import {
  importedRun,
  MOST_RESULTS_JSON,
  parseResults,
  type FileResult,
} from "../../../../core/experiment/sample/resultsFile";
import type { Author, SampleRun, SampleSettings } from "../../../../core/experiment/sample/sampleRun";
import { authorStatistics } from "../../../../core/experiment/sample/statistics";
import {
  MOST_STATISTICS_JSON,
  parseStatistics,
  type FileStatistics,
} from "../../../../core/experiment/sample/statisticsFile";
import { MOST_SAMPLES } from "../../../../core/config/limits";
import { strings } from "../../../strings";
import type { NamedFile } from "../../importing.svelte";
import { textOf } from "./textOf";

const words = strings.sampleFiles;
const AUTHORS = ["a", "b", "switched"] as const satisfies readonly Author[];
const SUFFIX = /_(a|b|switched)\.json$/i;
/** Shares that are printed and read again differ by less. */
const SAME = 1e-9;

export interface ReadResultsRun {
  run: SampleRun;
  /** What is odd about the files, in words. */
  remarks: readonly string[];
}

/**
 * A run out of `results.json` of up to three authors, each with its `statistics.json` where that is there too. Whose a file
 * is says its name (`results_b.json`), else its statistics, else the order.
 *
 * @param like what the files do not say of how it was sampled
 * @throws ExpectedError
 */
export async function resultsRun(
  results: readonly NamedFile[],
  statistics: readonly NamedFile[],
  like: { settings: SampleSettings; now: string },
): Promise<ReadResultsRun> {
  if (results.length > AUTHORS.length)
    throw new ExpectedError("bad-input", words.manyResults(results.length), words.manyResultsHint);
  const remarks: string[] = [];
  const files: Partial<Record<Author, readonly FileResult[]>> = {};
  const said: Partial<Record<Author, FileStatistics>> = {};
  for (const file of results) {
    const numbers = await statisticsOf(file, results, statistics, remarks);
    const author = [suffixOf(file), ownAuthor(numbers), ...AUTHORS].find(
      (one) => one !== undefined && files[one] === undefined,
    ) as Author;
    const read = parseResults(await textOf(file, MOST_RESULTS_JSON));
    if (read.results.length === 0) throw new ExpectedError("bad-input", words.noQuestions(file.name));
    files[author] = read.results;
    if (numbers) said[author] = numbers;
    if (read.unknown.length > 0) remarks.push(words.unknownKeys(file.name, read.unknown));
    if (read.uneven.length > 0) remarks.push(words.uneven(file.name, read.uneven.length));
  }
  const authors = AUTHORS.filter((author) => files[author]);
  const [first] = authors.flatMap((author) => said[author] ?? []);
  const name = results.map((file) => file.name).join(" + ");
  const run = importedRun(
    files,
    {
      id: `file-${like.now}`,
      created: dateOf(first?.created) ?? like.now,
      settings: { ...like.settings, ...toldSettings(first, like.settings), authors, samples: most(files) },
    },
    name,
  );
  for (const author of authors) remarks.push(...differing(run, author, said[author]));
  return { run, remarks };
}

/** The statistics beside a results file: those of the same ending, or the only ones. */
async function statisticsOf(
  file: NamedFile,
  results: readonly NamedFile[],
  statistics: readonly NamedFile[],
  remarks: string[],
): Promise<FileStatistics | undefined> {
  const same = statistics.find((one) => suffixOf(one) === suffixOf(file));
  const found = results.length === 1 && statistics.length === 1 ? statistics[0] : same;
  if (!found) return undefined;
  const { statistics: read, unknown } = parseStatistics(await textOf(found, MOST_STATISTICS_JSON));
  if (unknown.length > 0) remarks.push(words.unknownKeys(found.name, unknown));
  return read;
}

function suffixOf({ name }: NamedFile): Author | undefined {
  return SUFFIX.exec(name)?.[1]?.toLowerCase() as Author | undefined;
}

function ownAuthor(numbers: FileStatistics | undefined): Author | undefined {
  return AUTHORS.find((author) => author === numbers?.author);
}

function most(files: Partial<Record<Author, readonly FileResult[]>>): number {
  let longest = 1;
  for (const list of Object.values(files))
    for (const { samples } of list) longest = Math.max(longest, samples.length);
  return Math.min(MOST_SAMPLES, longest);
}

/** How it was sampled, as far as the statistics say it. */
function toldSettings(
  told: FileStatistics | undefined,
  { sampling, seed, maxNewTokens }: SampleSettings,
): Partial<SampleSettings> {
  if (!told) return {};
  return {
    sampling: {
      temperature: told.temperature ?? sampling.temperature,
      topK: told.top_k ?? sampling.topK,
      topP: told.top_p ?? sampling.topP,
      minP: told.min_p ?? sampling.minP,
    },
    seed: told.seed ?? seed,
    maxNewTokens: told.max_new_tokens ?? maxNewTokens,
  };
}

/** Where the statistics say another accuracy than the answers have. */
function differing(run: SampleRun, author: Author, told: FileStatistics | undefined): string[] {
  const accuracy = told?.accuracy ?? undefined;
  if (accuracy === undefined) return [];
  const options = typeof told?.right_from === "number" ? { rightFrom: told.right_from } : {};
  const { value } = authorStatistics(run, author, options).accuracy;
  return Math.abs(value - accuracy) > SAME ? [words.otherAccuracy(accuracy, value)] : [];
}

function dateOf(created: string | null | undefined): string | undefined {
  const time = Date.parse(created ?? "");
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
