import { z } from "zod";
import { badFile } from "../badFile";
import { shortReason, type RowKind } from "../distributionsFormat";
import { parsePythonJson } from "../pythonJson";
import { UnknownKeys } from "../unknownKeys";

/**
 * `distributions.json` of answers: what was asked and written, with how sure the model was at every token, and for each
 * answer the name of its array in `distributions.npz`. What each key means stands in docs/formats.md.
 */
export const ANSWERS_FORMAT = "rl-on-off/answers";

/** Characters of the JSON that are read. */
export const MOST_ANSWERS_JSON = 384 * 1024 ** 2;
const MOST_RESULTS = 1_000_000;
const MOST_SAMPLES = 100_000;

/** Where an answer's arrays are: “distributions.npz:results[0].samples[0].distributions”. */
export function arrayName(result: number, sample: number, array: AnswerArray): string {
  return `results[${result}].samples[${sample}].${array}`;
}

export type AnswerArray = "distributions" | "top_ids" | "top_logprobs" | "rest";

/** The array that a reference names: what stands after the file's name. */
export function referred(reference: string): string {
  return reference.replace(/^[^:]*\.npz:/, "");
}

/** What rows of distributions can be, by the words that files use. */
export const KINDS: Readonly<Record<string, RowKind>> = {
  logprobs: "logprobs",
  log_probs: "logprobs",
  probabilities: "probs",
  probs: "probs",
  logits: "logits",
};

const short = z.string().max(10_000);
const id = z
  .int()
  .nonnegative()
  .max(2 ** 31 - 1);

const sample = z.object({
  text: z.string().default(""),
  author: short.optional(),
  token_ids: z.array(id).optional(),
  token_strings: z.array(z.string().max(10_000)).optional(),
  token_logprobs: z.array(z.number().nullable()).optional(),
  /** null where it is not known. */
  entropies: z.array(z.number().nullable()).optional(),
  distributions: short.nullish(),
  top_ids: short.nullish(),
  top_logprobs: short.nullish(),
  rest: short.nullish(),
  /** Why there are no distributions of it. */
  skipped: short.optional(),
});

const result = z.object({
  question: z.string().optional(),
  prompt: z.string().optional(),
  reference: z.union([z.string(), z.number().transform(String)]).nullish(),
  index: z.int().nonnegative().optional(),
  samples: z
    .array(z.union([sample, z.string().transform((text): z.infer<typeof sample> => ({ text }))]))
    .max(MOST_SAMPLES)
    .default([]),
});

const shape = z.object({
  metadata: z.record(z.string(), z.unknown()).default({}),
  prompts: z.array(z.unknown()).max(MOST_RESULTS).optional(),
  /** Their texts, or how many there are of a question: the results say the same. */
  samples: z.unknown().optional(),
  results: z.array(result).max(MOST_RESULTS),
  tokens: z
    .array(
      z.object({
        id,
        text: z.string().max(10_000),
        kind: z.enum(["text", "bytes", "special"]).default("text"),
      }),
    )
    .max(2_000_000)
    .default([]),
});

export type AnswersJson = z.infer<typeof shape>;
export type AnswerResult = AnswersJson["results"][number];
export type AnswerSample = AnswerResult["samples"][number];

/** What stands in `metadata`, as far as it is understood. */
export interface AnswersMetadata {
  /** The model whose distributions these are. */
  model: string;
  /** That of the stored distributions. */
  temperature: number;
  /** Undefined where the file does not say: then every row is looked at. */
  kind: RowKind | undefined;
}

/** Parses the file's text. Throws ExpectedError "bad-input" that says what is wrong with it. */
export function parseAnswers(text: string): { file: AnswersJson; unknown: readonly string[] } {
  let contents: unknown;
  try {
    contents = parsePythonJson(text);
  } catch (error) {
    throw badFile(
      "distributions.json is no JSON.",
      undefined,
      error instanceof Error ? error.message : String(error),
    );
  }
  const parsed = shape.safeParse(contents);
  if (!parsed.success)
    throw badFile(
      "distributions.json has not the form that this page reads.",
      undefined,
      shortReason(parsed.error),
    );
  const unknown = new UnknownKeys();
  unknown.look(contents, "", shape.shape);
  const results = (contents as { results: { samples?: unknown }[] }).results;
  for (const one of results) {
    unknown.look(one, "results[]", result.shape);
    for (const answer of Array.isArray(one.samples) ? one.samples : [])
      unknown.look(answer, "results[].samples[]", sample.shape);
  }
  return { file: parsed.data, unknown: unknown.paths };
}

/** What of the metadata is understood; everything else of it is for people. */
export function readMetadata(metadata: Readonly<Record<string, unknown>>): AnswersMetadata {
  const { model, model_name, model_path, temperature } = metadata;
  const kind = metadata["distribution_type"] ?? metadata["type"];
  return {
    model: nameOf(model) ?? nameOf(model_name) ?? nameOf(model_path) ?? "unnamed",
    temperature: typeof temperature === "number" && temperature > 0 && temperature <= 1000 ? temperature : 1,
    kind: typeof kind === "string" && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined,
  };
}

function nameOf(model: unknown): string | undefined {
  const name = typeof model === "object" && model !== null && "id" in model ? model.id : model;
  return typeof name === "string" && name !== "" ? name.slice(0, 1000) : undefined;
}
