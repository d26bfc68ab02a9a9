import { z } from "zod";
import type { STATISTICS } from "../compare/block";
import type { ModelInfo, Token, TokenId } from "../model";
import { badFile } from "./badFile";

/**
 * `distributions.json` and the names of the arrays in `distributions.npz`. What each means stands in docs/formats.md.
 */

export const DISTRIBUTIONS_FORMAT = "rl-on-off/distributions";

/** The array of each statistic, (T,). */
export const STATISTIC_ARRAYS = {
  entropyA: "entropy_a",
  entropyB: "entropy_b",
  klAB: "kl_ab",
  klBA: "kl_ba",
  js: "js",
  totalVariation: "total_variation",
  logprobA: "logprob_a",
  logprobB: "logprob_b",
  rankA: "rank_a",
  rankB: "rank_b",
} as const satisfies Record<(typeof STATISTICS)[number], string>;

/** What the rows of whole distributions can be. */
export const ROW_KINDS = ["logprobs", "probs", "logits"] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** A side's arrays of its k most probable tokens at every position, most probable first; ids of −1 are empty places. */
export function topArrays(side: "a" | "b") {
  return {
    ids: `top_ids_${side}`,
    logprobs: `top_logprobs_${side}`,
    /** The other model's log-probability and rank of the same tokens. */
    other: `top_other_logprobs_${side}`,
    otherRanks: `top_other_ranks_${side}`,
    /** Log mass of all other tokens. */
    rest: `rest_${side}`,
  };
}

const id = z
  .int()
  .nonnegative()
  .max(2 ** 31 - 1);
const short = z.string().max(1000);

const model = z.object({
  id: short.default("unnamed"),
  revision: short.optional(),
  dtype: short.default("unknown"),
  device: z.enum(["webgpu", "wasm", "table", "server", "file"]).catch("file").default("file"),
  /** Of files without whole distributions; beside them, their columns count. */
  vocabSize: z.int().positive().max(2_000_000).optional(),
  logitsWidth: z.int().positive().optional(),
  contextLength: z.int().positive().optional(),
  tokenizer: short.optional(),
  chat: z.boolean().default(false),
  endOfText: z.array(id).max(1000).default([]),
});

const shape = z.object({
  format: z.literal(DISTRIBUTIONS_FORMAT).optional(),
  version: z.int().max(1, "a newer version than this page reads").default(1),
  a: model.prefault({}),
  b: model.prefault({}),
  /** What was asked, and what the models read. */
  prompt: z.string().default(""),
  rendered: z.string().optional(),
  chat: z.boolean().default(false),
  /** Of the statistics and the most probable tokens; whole distributions are at 1. */
  temperature: z.number().positive().max(1000).default(1),
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

/** What the JSON file says beside the arrays. */
export type DistributionsAbout = z.infer<typeof shape>;

/** @throws ExpectedError "bad-input" that says what is wrong with it */
export function parseDistributionsAbout(contents: unknown): DistributionsAbout {
  const parsed = shape.safeParse(contents);
  if (!parsed.success)
    throw badFile(
      "distributions.json has not the form that this page reads.",
      undefined,
      shortReason(parsed.error),
    );
  return parsed.data;
}

/** A schema's complaint in a line: a damaged file can have thousands. */
export function shortReason(error: z.ZodError): string {
  const [first] = error.issues;
  const where = first?.path.length ? ` at ${first.path.join(".").slice(0, 100)}` : "";
  const more = error.issues.length > 1 ? `, and ${error.issues.length - 1} more` : "";
  return `${first?.message.slice(0, 200) ?? "it is not as expected"}${where}${more}`;
}

/** A model as the page knows models. */
export function modelInfo(side: DistributionsAbout["a"], vocabSize: number): ModelInfo {
  const {
    revision,
    vocabSize: _,
    logitsWidth = vocabSize,
    contextLength = vocabSize,
    tokenizer,
    ...rest
  } = side;
  return {
    ...rest,
    ...(revision === undefined ? {} : { revision }),
    vocabSize,
    logitsWidth,
    contextLength,
    tokenizer: tokenizer ?? "unknown",
  };
}

/** How tokens look; one that the file does not describe is shown by its number. */
export class TokenLooks {
  private readonly looks: Map<TokenId, Token>;

  constructor(tokens: readonly Token[]) {
    this.looks = new Map(tokens.map((token) => [token.id, token]));
  }

  of(id: TokenId): Token {
    return this.looks.get(id) ?? { id, text: `#${id}`, kind: "special" };
  }
}
