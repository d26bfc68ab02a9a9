import { z } from "zod";
import { badFile } from "../badFile";
import { shortReason } from "../distributionsFormat";
import { parsePythonJson } from "../pythonJson";
import { UnknownKeys } from "../unknownKeys";
import type { Answer, Author, SampleRun } from "./sampleRun";
import { scoredQuestions } from "./scores";

/** Characters of a results file that are read. */
export const MOST_RESULTS_JSON = 384 * 1024 ** 2;
/** Stands among a task's rewards for what a file says, of which nobody knows how it came about. */
export const IMPORTED_REWARD = "imported";
const MOST_QUESTIONS = 1_000_000;
const MOST_ANSWERS = 100_000;

/** A question of `results.json`: lists of one length, an entry an answer. */
export interface FileResult {
  question: string;
  reference: string | undefined;
  samples: readonly string[];
  /** null where there is none. */
  rewards: readonly (number | null)[];
  /** null where nothing was found. */
  extracted: readonly (string | null)[];
}

export interface ReadResults {
  results: readonly FileResult[];
  /** Keys that this page does not read. */
  unknown: readonly string[];
  /** Questions (from 0) with more or fewer rewards or extracted answers than samples: what is missing is null. */
  uneven: readonly number[];
}

/** One author's answers as Python pipelines have them: a list of questions with their samples and rewards. */
export function resultsJson(run: Pick<SampleRun, "questions" | "task">, author: Author): string {
  const results = scoredQuestions(run, author).map(({ question, answers }) => ({
    question: question.question,
    reference: question.reference ?? null,
    samples: answers.map(({ answer }) => answer.text),
    rewards: answers.map(({ total }) => total ?? null),
    extracted_answers: answers.map(({ answer }) => answer.extracted),
  }));
  return `${JSON.stringify(results, undefined, 1)}\n`;
}

const textual = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
const reward = z.union([z.number(), z.boolean().transform(Number)]).nullable();

const shape = z.object({
  question: textual.optional(),
  reference: textual.nullish(),
  samples: z.array(z.string()).max(MOST_ANSWERS).default([]),
  rewards: z.array(reward).max(MOST_ANSWERS).optional(),
  extracted_answers: z.array(textual.nullable()).max(MOST_ANSWERS).optional(),
});

/**
 * Reads `results.json`, this page's or Python's: a list of questions, or an object with one in `results`. Every key may
 * be missing; an infinite reward is none.
 *
 * @throws ExpectedError "bad-input" that says what is wrong with it
 */
export function parseResults(text: string): ReadResults {
  if (text.length > MOST_RESULTS_JSON)
    throw badFile(`results.json has ${text.length} characters; at most ${MOST_RESULTS_JSON} are read.`);
  const contents = jsonOf(text);
  const unknown = new UnknownKeys();
  if (!Array.isArray(contents)) unknown.look(contents, "", { results: true });
  const list = z
    .array(shape)
    .max(MOST_QUESTIONS)
    .safeParse(Array.isArray(contents) ? contents : inner(contents));
  if (!list.success)
    throw badFile("results.json has not the form that this page reads.", undefined, shortReason(list.error));
  const raw = (Array.isArray(contents) ? contents : inner(contents)) as unknown[];
  for (const one of raw) unknown.look(one, "results[]", shape.shape);
  const uneven: number[] = [];
  const results = list.data.map(
    ({ question = "", reference, samples, rewards, extracted_answers }, index) => {
      const lengths = [rewards, extracted_answers].flatMap((values) => values?.length ?? []);
      if (lengths.some((length) => length !== samples.length)) uneven.push(index);
      return {
        question,
        reference: reference ?? undefined,
        samples,
        rewards: samples.map((_, at) => {
          const value = rewards?.[at] ?? null;
          return value !== null && Number.isFinite(value) ? value : null;
        }),
        extracted: samples.map((_, at) => extracted_answers?.[at] ?? null),
      };
    },
  );
  return { results, unknown: unknown.paths, uneven };
}

function jsonOf(text: string): unknown {
  try {
    return parsePythonJson(text);
  } catch (error) {
    throw badFile(
      "results.json is no JSON.",
      undefined,
      error instanceof Error ? error.message : String(error),
    );
  }
}

function inner(contents: unknown): unknown {
  return typeof contents === "object" && contents !== null && "results" in contents
    ? contents.results
    : contents;
}

/**
 * Results as a run to look at, which cannot be gone on with: what the file does not say is not known. The answers have no
 * token ids, so their lengths are in no number. Rewards of 1 and 0 only are taken for right and wrong.
 *
 * @param files one list of results an author; questions are the same that stand in the same place
 */
export function importedRun(
  files: Readonly<Partial<Record<Author, readonly FileResult[]>>>,
  about: Pick<SampleRun, "id" | "created" | "settings">,
  name: string,
): SampleRun {
  const authors = Object.keys(files) as Author[];
  const total = Math.max(0, ...authors.map((author) => files[author]?.length ?? 0));
  const questions = Array.from({ length: total }, (_, index) => {
    const [first] = authors.flatMap((author) => files[author]?.[index] ?? []);
    return {
      index,
      question: first?.question ?? "",
      prompt: "",
      ...(first?.reference === undefined ? {} : { reference: first.reference }),
      slices: {},
      answers: Object.fromEntries(
        authors.flatMap((author) => {
          const result = files[author]?.[index];
          return result && result.question === first?.question ? [[author, answersOf(result)]] : [];
        }),
      ),
    };
  });
  const rewards = authors.flatMap((author) => files[author]?.flatMap((one) => one.rewards) ?? []);
  const correctness = rewards.every((value) => value === null || value === 0 || value === 1);
  return {
    ...about,
    dataset: { id: `file:${name}`, question: "question", reference: "reference", slices: [] },
    task: {
      template: { id: "plain" },
      format: { id: "raw" },
      rewards: [{ id: IMPORTED_REWARD, weight: 1, options: correctness ? { correctness } : {} }],
    },
    total,
    questions,
  };
}

function answersOf({ samples, rewards, extracted }: FileResult): Answer[] {
  return samples.map((text, at) => {
    const value = rewards[at] ?? null;
    return {
      ids: [],
      text,
      end: "end-of-text",
      extracted: extracted[at] ?? null,
      rewards: [
        value === null ? { ok: false, why: "error", detail: "The file has none." } : { ok: true, value },
      ],
      meanLogprob: NaN,
      meanEntropy: NaN,
    };
  });
}
