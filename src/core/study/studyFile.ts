import { z } from "zod";
import type { NumberSetting } from "../config/settings";
import { ExpectedError } from "../errors";
import { DIVERGENCES, type DivergenceKind } from "../generation/switching/divergenceKind";
import { POLICIES, POLICY_SETTINGS, type PolicyId } from "../generation/switching/policies";
import { armsOf } from "./arms";
import { MOST_ANSWER, MOST_PROBLEMS, MOST_QUESTION, MOST_VALUES } from "./limits";
import type { Study, StudyResult } from "./study";

export const STUDY_FORMAT = "rl-on-off/study";

/** Characters of a study file that are read, at most. */
export const MOST_STUDY = 48 * 1024 ** 2;

const text = (most: number) => z.string().max(most);
const count = z.int().min(0).max(100_000);
const model = z.strictObject({
  id: text(400).min(1),
  revision: text(400).optional(),
  dtype: text(40),
  device: z.enum(["webgpu", "wasm", "table", "server", "file"]),
});

const settings = z.strictObject({
  chat: z.boolean(),
  choice: z.strictObject({
    policy: z.enum(POLICIES.map(({ id }) => id) as [PolicyId, ...PolicyId[]]),
    kind: z.enum(DIVERGENCES.map(({ id }) => id) as [DivergenceKind, ...DivergenceKind[]]),
    threshold: z.number().min(-1).max(100),
    switchBack: z.number().min(-1).max(100),
    start: z.enum(["a", "b"]),
    own: z
      .record(text(60), z.number())
      .refine((own) => Object.entries(own).every(isPolicySetting), "a setting that no policy has"),
  }),
  sweep: z.strictObject({
    setting: z.enum(["threshold", "budgetTokens", "budgetShare"]),
    values: z
      .array(z.number().min(0).max(4096))
      .min(1)
      .max(MOST_VALUES)
      .refine((values) => new Set(values).size === values.length, "a value of the sweep is there twice"),
  }),
  control: z.boolean(),
  sampling: z.strictObject({
    temperature: z.number().min(0).max(100),
    topK: z.int().min(0),
    topP: z.number().min(0).max(1),
    minP: z.number().min(0).max(1),
  }),
  seed: z.int().min(0),
  maxTokens: z.int().positive().max(100_000),
  stopStrings: z.array(text(400)).max(100),
  endRepetition: z.boolean(),
});

/** Whether a policy has a setting of that name that takes the value. */
function isPolicySetting([name, value]: [string, number]): boolean {
  const row = Object.entries<NumberSetting>(POLICY_SETTINGS).find(([id]) => id === name)?.[1];
  return row !== undefined && value >= row.min && value <= row.max;
}

/** One row a problem that was answered or left out, one column an arm; a row of a problem left out is empty. */
const rows = <T extends z.ZodType>(cell: T) =>
  z.array(z.array(cell).max(2 * MOST_VALUES + 2)).max(MOST_PROBLEMS);

const shape = z.strictObject({
  format: z.literal(STUDY_FORMAT),
  version: z.literal(1, "a version that this page does not read"),
  a: model,
  b: model,
  settings,
  problems: z
    .array(z.strictObject({ question: text(MOST_QUESTION).min(1), answer: text(MOST_ANSWER).min(1) }))
    .max(MOST_PROBLEMS),
  rewards: rows(z.number().min(-1e6).max(1e6)),
  tokens: rows(count),
  fromB: rows(count),
  texts: rows(z.int().min(0).max(0xffffffff)),
  skipped: z.array(z.strictObject({ problem: count, why: text(2000) })).max(MOST_PROBLEMS),
});

/** Whether parsed JSON says of itself that it is a study. */
export function isStudy(contents: unknown): boolean {
  return (
    typeof contents === "object" &&
    contents !== null &&
    "format" in contents &&
    contents.format === STUDY_FORMAT
  );
}

/** The text of a study's file. */
export function studyJson({ a, b, settings, problems, results }: Study): string {
  const column = (of: (outcome: StudyResult["outcomes"][number]) => number) =>
    results.map(({ outcomes }) => outcomes.map(of));
  const file: z.input<typeof shape> = {
    format: STUDY_FORMAT,
    version: 1,
    a,
    b,
    settings: {
      ...settings,
      choice: { ...settings.choice, own: { ...settings.choice.own } },
      sweep: { ...settings.sweep, values: [...settings.sweep.values] },
      stopStrings: [...settings.stopStrings],
    },
    problems: [...problems],
    rewards: column(({ reward }) => reward),
    tokens: column(({ tokens }) => tokens),
    fromB: column(({ fromB }) => fromB),
    texts: column(({ text }) => text),
    skipped: results.flatMap(({ skipped }, problem) =>
      skipped === undefined ? [] : [{ problem, why: skipped }],
    ),
  };
  return `${JSON.stringify(file)}\n`;
}

/**
 * A study from the text of its file.
 *
 * @throws ExpectedError "bad-input" that says what is wrong with it
 */
export function readStudy(contents: string): Study {
  if (contents.length > MOST_STUDY) {
    throw unreadable(`it has ${contents.length} characters, and at most ${MOST_STUDY} are read`);
  }
  return parseStudy(parsedJson(contents));
}

/**
 * A study from the contents of its file.
 *
 * @throws ExpectedError "bad-input" that says what is wrong with it
 */
export function parseStudy(contents: unknown): Study {
  const parsed = shape.safeParse(contents);
  if (!parsed.success) {
    throw unreadable("it has not the form of one", z.prettifyError(parsed.error).slice(0, 2000));
  }
  const { a, b, settings, problems, rewards, tokens, fromB, texts, skipped } = parsed.data;
  const arms = armsOf(settings.sweep, settings.control);
  const whys = new Map(skipped.map(({ problem, why }) => [problem, why]));
  for (const [name, { length }] of Object.entries({ tokens, fromB, texts })) {
    if (length !== rewards.length)
      throw unreadable(`${length} rows of ${name} beside ${rewards.length} of rewards`);
  }
  if (rewards.length > problems.length) {
    throw unreadable(`${rewards.length} results of ${problems.length} problems`);
  }
  const results = rewards.map((row, problem): StudyResult => {
    const why = whys.get(problem);
    whys.delete(problem);
    const expected = why === undefined ? arms.length : 0;
    for (const [name, all] of Object.entries({ rewards, tokens, fromB, texts })) {
      const { length } = all[problem] as number[];
      if (length !== expected) {
        throw unreadable(`problem ${problem + 1} has ${length} ${name} where ${expected} belong`);
      }
    }
    const outcomes = arms.map((arm, column) => ({
      arm,
      reward: row[column] as number,
      tokens: tokens[problem]?.[column] as number,
      fromB: fromB[problem]?.[column] as number,
      text: texts[problem]?.[column] as number,
    }));
    if (why !== undefined) return { outcomes: [], skipped: why };
    const over = outcomes.find((outcome) => outcome.fromB > outcome.tokens);
    if (over) {
      throw unreadable(
        `problem ${problem + 1} has ${over.fromB} tokens from B in an answer of ${over.tokens}`,
      );
    }
    return { outcomes };
  });
  const stray = [...whys.keys()][0];
  if (stray !== undefined) throw unreadable(`problem ${stray + 1} is said to be left out and has no result`);
  const { revision: revisionA, ...modelA } = a;
  const { revision: revisionB, ...modelB } = b;
  return {
    a: { ...modelA, ...(revisionA === undefined ? {} : { revision: revisionA }) },
    b: { ...modelB, ...(revisionB === undefined ? {} : { revision: revisionB }) },
    settings,
    problems,
    results,
  };
}

function parsedJson(contents: string): unknown {
  try {
    return JSON.parse(contents) as unknown;
  } catch (error) {
    throw unreadable("it is no JSON", String(error).slice(0, 300));
  }
}

function unreadable(why: string, detail?: string): ExpectedError {
  return new ExpectedError(
    "bad-input",
    `This study cannot be read: ${why}.`,
    "Export it again, or choose another file.",
    detail,
  );
}
