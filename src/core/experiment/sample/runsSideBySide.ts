import type { Author, SampleRun } from "./sampleRun";
import { AUTHORS, scoredQuestions } from "./scores";
import type { StatisticsOptions } from "./statistics";
import { paired, versus, type Versus } from "./versus";

/** A setting that two runs have otherwise; undefined where one has none. */
export interface SettingDifference {
  /** `settings.sampling.temperature`, `task.rewards[0].weight`, `a.id`. */
  path: string;
  left: string | number | boolean | null | undefined;
  right: string | number | boolean | null | undefined;
}

/** One author of the left run against the same of the right. */
export interface AuthorDifference extends Versus {
  author: Author;
  /** Answers that are token by token the same, of those that both have of the same question and sample. */
  same: number;
  compared: number;
}

/** Two runs side by side: what was set otherwise, and what came out otherwise. */
export interface RunDifferences {
  settings: readonly SettingDifference[];
  authors: readonly AuthorDifference[];
}

export function runsSideBySide(
  left: SampleRun,
  right: SampleRun,
  options: StatisticsOptions = {},
): RunDifferences {
  const authors = AUTHORS.flatMap((author): AuthorDifference[] => {
    const sides = [scoredQuestions(left, author), scoredQuestions(right, author)] as const;
    if (sides.some((side) => side.length === 0)) return [];
    let [same, compared] = [0, 0];
    for (const [one, other] of paired(...sides)) {
      for (const [sample, { answer }] of one.answers.entries()) {
        const twin = other.answers[sample]?.answer;
        if (!twin) continue;
        compared++;
        if (sameIds(answer.ids, twin.ids)) same++;
      }
    }
    return [{ author, same, compared, ...versus(...sides, options) }];
  });
  return { settings: settingDifferences(settingsOf(left), settingsOf(right)), authors };
}

/** What was set of a run: models, dataset, task and how it was written; not when, and not what came out. */
function settingsOf({ a, b, dataset, task, settings, total }: SampleRun): unknown {
  const model = (info: SampleRun["a"]) =>
    info && { id: info.id, revision: info.revision, dtype: info.dtype, device: info.device };
  // How many are written at once changes no answer.
  const { batch: _, ...writing } = settings;
  return { a: model(a), b: model(b), dataset, task, settings: writing, total };
}

type Leaf = string | number | boolean | null;

/** Every leaf that differs between two plain objects, in the order of the left, then what only the right has. */
export function settingDifferences(left: unknown, right: unknown): SettingDifference[] {
  const [ones, others] = [leaves(left), leaves(right)];
  const paths = new Set([...ones.keys(), ...others.keys()]);
  return [...paths]
    .filter((path) => ones.get(path) !== others.get(path))
    .map((path) => ({ path, left: ones.get(path), right: others.get(path) }));
}

function leaves(value: unknown, path = "", found = new Map<string, Leaf>()): Map<string, Leaf> {
  if (Array.isArray(value)) value.forEach((item, index) => leaves(item, `${path}[${index}]`, found));
  else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) leaves(item, path ? `${path}.${key}` : key, found);
  } else if (value !== undefined) found.set(path, value as Leaf);
  return found;
}

function sameIds(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((id, at) => other[at] === id);
}
