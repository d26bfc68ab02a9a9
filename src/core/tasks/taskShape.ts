import { readOptions, type OptionProblem } from "../rewards/readOptions";
import type { RewardOptions, RewardTerm } from "../rewards/reward";
import { rewardOf } from "../rewards/rewards";
import { FORMATS } from "./formats/formats";
import { patternProblem } from "./formats/regex";
import type { FormatChoice, Task, TemplateChoice } from "./task";
import { MOST_TEMPLATE } from "./templates/jinja";
import { TEMPLATE_CHOICES } from "./templates/templates";

/** What of a task from outside was not taken as it stood. */
export interface TaskProblem {
  /** Where in the task: `format.pattern`, `rewards[2].weight`. */
  path: string;
  why:
    | "unknown" // no key, template, format, reward or option has this name: left out
    | "refused" // of the wrong type, or of no use: the default stands
    | "clamped" // a number beyond its range: the nearest that is in it
    | "cut"; // longer than it may be
  /** What stood there, or what is wrong with it; short. */
  detail: string;
}

export interface ReadTask {
  task: Task;
  problems: readonly TaskProblem[];
}

/** Reads the options of a reward; undefined where there is no such reward. */
export type ReadTerm = (
  id: string,
  options: Readonly<Record<string, unknown>>,
) => { options: RewardOptions; problems: readonly OptionProblem[] } | undefined;

/** The rewards that there are. */
export const readRegistered: ReadTerm = (id, options) => {
  const reward = rewardOf(id);
  return reward && readOptions(reward, options);
};

/** What a task is where nothing else is said: the models' own template, the last box, exact match. */
export const DEFAULT_TASK: Task = {
  template: { id: "model" },
  format: { id: "boxed" },
  rewards: [{ id: "exact-match", weight: 1, options: {} }],
};

const MOST_REWARDS = 20;
const MOST_OPTIONS = 50;
const MOST_WEIGHT = 1000;
/** Characters of the system's message and of the instruction, of a pattern, and of an option, which may be code. */
const MOST_MESSAGE = 20_000;
const MOST_PATTERN = 1000;
const MOST_OPTION = 50_000;

/**
 * A task from parsed JSON of any form, its rewards' options whole. What is missing is as in `DEFAULT_TASK`; what cannot be used is left out or
 * mended, and named. Never throws.
 */
export function readTask(contents: unknown, readTerm: ReadTerm = readRegistered): ReadTask {
  const problems: TaskProblem[] = [];
  const reader = new Reader(problems);
  const whole = reader.record(contents, "", ["template", "format", "rewards"]);
  const rewards =
    whole["rewards"] === undefined
      ? DEFAULT_TASK.rewards.flatMap((term) => readReward(reader, { ...term }, "rewards[0]", readTerm) ?? [])
      : reader
          .list(whole["rewards"], "rewards", MOST_REWARDS)
          .flatMap((term, index) => readReward(reader, term, `rewards[${index}]`, readTerm) ?? []);
  return {
    task: {
      template: readTemplate(reader, whole["template"]),
      format: readFormat(reader, whole["format"]),
      rewards,
    },
    problems,
  };
}

function readTemplate(reader: Reader, contents: unknown): TemplateChoice {
  if (contents === undefined) return DEFAULT_TASK.template;
  const given = reader.record(contents, "template", ["id", "system", "custom", "instruction"]);
  const id = reader.name(
    given["id"],
    "template.id",
    TEMPLATE_CHOICES.map((row) => row.id),
    DEFAULT_TASK.template.id,
  );
  return {
    id,
    ...reader.text(given, "system", "template", MOST_MESSAGE),
    ...(id === "custom"
      ? { custom: "", ...reader.text(given, "custom", "template", MOST_TEMPLATE) }
      : reader.unused(given, "custom", "template")),
    ...reader.text(given, "instruction", "template", MOST_MESSAGE),
  };
}

function readFormat(reader: Reader, contents: unknown): FormatChoice {
  if (contents === undefined) return DEFAULT_TASK.format;
  const given = reader.record(contents, "format", ["id", "pattern"]);
  const id = reader.name(
    given["id"],
    "format.id",
    FORMATS.map((format) => format.id),
    DEFAULT_TASK.format.id,
  );
  if (id !== "regex") return { id, ...reader.unused(given, "pattern", "format") };
  const { pattern = "" } = reader.text(given, "pattern", "format", MOST_PATTERN);
  const wrong = patternProblem(pattern);
  if (wrong !== undefined) reader.say("format.pattern", "refused", wrong);
  return { id, pattern };
}

function readReward(
  reader: Reader,
  contents: unknown,
  path: string,
  readTerm: ReadTerm,
): RewardTerm | undefined {
  const given = reader.record(contents, path, ["id", "weight", "options"]);
  const { id } = given;
  const options = given["options"] === undefined ? {} : reader.record(given["options"], `${path}.options`);
  const few = Object.entries(options).slice(0, MOST_OPTIONS);
  const read = typeof id === "string" ? readTerm(id, Object.fromEntries(few.map(cutOption))) : undefined;
  if (!read) {
    reader.say(`${path}.id`, "unknown", JSON.stringify(id) ?? "nothing");
    return undefined;
  }
  for (const problem of read.problems) {
    const { why, detail } = inShort(problem);
    reader.say(`${path}.options.${problem.option}`, why, detail);
  }
  return {
    id: id as string,
    weight: reader.weight(given["weight"], `${path}.weight`),
    options: read.options,
  };
}

function inShort(problem: OptionProblem): Pick<TaskProblem, "why" | "detail"> {
  switch (problem.type) {
    case "unknown":
      return { why: "unknown", detail: problem.option };
    case "clamped":
      return { why: "clamped", detail: `${problem.from} to ${problem.to}` };
    case "refused":
      return { why: "refused", detail: `${problem.value}: ${problem.expected}` };
    case "cut":
      return { why: "cut", detail: `${problem.length} of at most ${problem.limit} characters` };
    case "repeated":
      return { why: "refused", detail: problem.numbers };
    case "dropped":
      return { why: "refused", detail: problem.names };
  }
}

function cutOption([name, value]: [string, unknown]): [string, unknown] {
  return [name, typeof value === "string" ? value.slice(0, MOST_OPTION) : value];
}

/** Takes values of the right type and names the others. */
class Reader {
  constructor(private readonly problems: TaskProblem[]) {}

  say(path: string, why: TaskProblem["why"], detail: string): void {
    if (this.problems.length < 100)
      this.problems.push({ path: path.slice(0, 200), why, detail: short(detail) });
  }

  /** An object's values; keys beyond those `known` are named. */
  record(value: unknown, path: string, known?: readonly string[]): Record<string, unknown> {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.say(path || "task", "refused", "it is no object");
      return {};
    }
    for (const key of Object.keys(value)) {
      if (known && !known.includes(key)) this.say(path ? `${path}.${key}` : key, "unknown", key);
    }
    return { ...value };
  }

  list(value: unknown, path: string, most: number): unknown[] {
    if (!Array.isArray(value)) {
      this.say(path, "refused", "it is no list");
      return [];
    }
    if (value.length > most) this.say(path, "cut", `${value.length} of at most ${most}`);
    return value.slice(0, most);
  }

  name<T extends string>(value: unknown, path: string, names: readonly T[], fallback: T): T {
    const found = names.find((name) => name === value);
    if (found === undefined && value !== undefined) this.say(path, "unknown", JSON.stringify(value) ?? "");
    return found ?? fallback;
  }

  text<K extends string>(
    given: Record<string, unknown>,
    key: K,
    path: string,
    most: number,
  ): { [Key in K]?: string } {
    const value = given[key];
    if (value === undefined) return {};
    if (typeof value !== "string") {
      this.say(`${path}.${key}`, "refused", "it is no text");
      return {};
    }
    if (value.length > most)
      this.say(`${path}.${key}`, "cut", `${value.length} of at most ${most} characters`);
    return { [key]: value.slice(0, most) } as { [Key in K]?: string };
  }

  /** Names a key that the choice has no use for. */
  unused(given: Record<string, unknown>, key: string, path: string): object {
    if (given[key] !== undefined) this.say(`${path}.${key}`, "unknown", `not of ${String(given["id"])}`);
    return {};
  }

  weight(value: unknown, path: string): number {
    if (value === undefined) return 1;
    if (typeof value !== "number" || Number.isNaN(value)) {
      this.say(path, "refused", "it is no number");
      return 1;
    }
    const clamped = Math.min(MOST_WEIGHT, Math.max(-MOST_WEIGHT, value));
    if (clamped !== value) this.say(path, "clamped", `${value} to ${clamped}`);
    return clamped;
  }
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
