import { z } from "zod";
import { MAX_COMPARED_TOKENS, MAX_TEXT_LENGTH } from "../../config/limits";
import { SETTINGS, type NumberSetting } from "../../config/settings";
import { DIVERGENCES } from "./divergenceKind";
import { POLICIES, POLICY_SETTINGS } from "./policies";

export const RUN_FORMAT = "rl-on-off/switched";

/** What a file of a switched run may hold, with the sizes that are read at most. docs/formats.md says what it means. */

const MOST_VOCABULARY = 2_000_000;
const MOST_CANDIDATES = 2000;

const id = z.int().nonnegative().max(MOST_VOCABULARY);
const count = z.int().nonnegative();
const side = z.enum(["a", "b"]);
const short = z.string().max(1000);
const within = ({ min, max, integer }: Pick<NumberSetting, "min" | "max" | "integer">) =>
  (integer ? z.int() : z.number()).min(min).max(max);

/** JSON has no infinities: null is −∞ for a log-probability and +∞ for a divergence. */
const logprob = z
  .number()
  .nullable()
  .transform((value) => value ?? -Infinity);
const divergence = z
  .number()
  .nullable()
  .transform((value) => value ?? Infinity);

export const model = z.object({
  id: short,
  revision: short.optional(),
  dtype: short,
  device: z.enum(["webgpu", "wasm", "table", "server", "file"]),
  vocabSize: z.int().positive().max(MOST_VOCABULARY),
  logitsWidth: z.int().positive(),
  contextLength: z.int().positive(),
  tokenizer: short,
  chat: z.boolean(),
  endOfText: z.array(id).max(1000),
});

export const choice = z
  .object({
    policy: z.enum(POLICIES.map((policy) => policy.id)),
    kind: z.enum(DIVERGENCES.map((row) => row.id)),
    threshold: within(SETTINGS.switchThreshold),
    switchBack: within(SETTINGS.switchBack),
    start: side,
    own: z.record(z.string().max(100), z.number()),
  })
  .superRefine(({ own }, context) => {
    const known: Readonly<Record<string, NumberSetting>> = POLICY_SETTINGS;
    for (const [name, value] of Object.entries(own)) {
      const row = Object.hasOwn(known, name) ? known[name] : undefined;
      if (row === undefined) context.addIssue(`no policy has a setting “${name}”`);
      else if (!within(row).safeParse(value).success)
        context.addIssue(`${name} is ${value}; ${row.min} … ${row.max} are allowed`);
    }
  });

export const sampling = z.object({
  temperature: within(SETTINGS.samplingTemperature),
  topK: within(SETTINGS.topK),
  topP: within(SETTINGS.topP),
  minP: within(SETTINGS.minP),
});

const settings = z.object({
  choice,
  forced: z
    .array(
      z
        .object({
          position: count.max(MAX_COMPARED_TOKENS - 1),
          side: side.optional(),
          token: id.optional(),
        })
        .refine((one) => one.side !== undefined || one.token !== undefined, "forces neither side nor token"),
    )
    .max(MAX_COMPARED_TOKENS),
  sampling,
  seed: within(SETTINGS.seed),
  sample: within(SETTINGS.sample),
  maxTokens: within(SETTINGS.maxNewTokens),
  /** One a line in the page's settings. */
  stopStrings: z
    .array(z.string().regex(/^[^\n]+$/, "holds a line break or nothing"))
    .max(SETTINGS.stopStrings.maxLength)
    .refine(
      (strings) => strings.join("\n").length <= SETTINGS.stopStrings.maxLength,
      "are too long together",
    ),
  endRepetition: z.boolean(),
  k: within(SETTINGS.k),
});

const position = z
  .object({
    token: id,
    author: side,
    forced: z.enum(["token", "side"]).optional(),
    switch: z.object({ from: side, to: side, divergence, reason: short }).optional(),
    luck: z.number().min(0).lt(1),
    drawA: id.optional(),
    drawB: id.optional(),
    statistics: z
      .object({
        entropyA: z.number(),
        entropyB: z.number(),
        klAB: divergence,
        klBA: divergence,
        js: z.number(),
        totalVariation: z.number(),
        logprobA: logprob,
        logprobB: logprob,
        rankA: z.int(),
        rankB: z.int(),
      })
      .optional(),
    candidates: z
      .array(z.object({ id, logprobA: logprob, logprobB: logprob, rankA: z.int(), rankB: z.int() }))
      .max(MOST_CANDIDATES)
      .optional(),
  })
  .refine(
    ({ statistics, candidates }) => (statistics === undefined) === (candidates === undefined),
    "has statistics or candidates without the other",
  );

const effort = z.object({ passes: count, tokens: count });
const duration = z.number().nonnegative();

const end = z.object({
  reason: z.enum(["end-of-text", "stop-string", "repetition", "max-tokens", "context-full", "stopped"]),
  milliseconds: duration,
  written: count,
  effort: z.object({ a: effort, b: effort }),
  measured: z
    .array(
      z.object({
        length: count,
        drafts: count,
        tokens: z.number().nonnegative(),
        agreed: z.number().nonnegative(),
        milliseconds: duration,
      }),
    )
    .max(100),
  draft: count,
});

const answer = z.object({
  positions: z.array(position).max(MAX_COMPARED_TOKENS),
  end: end.optional(),
  choice: choice.optional(),
});

export const runShape = z.object({
  format: z.literal(RUN_FORMAT),
  version: z.literal(1, "a version that this page does not read"),
  link: z.string().max(400_000).startsWith("#").or(z.literal("")).default(""),
  digest: z.string().max(10_000).optional(),
  a: model,
  b: model,
  prompt: z.object({
    text: z.string().max(MAX_TEXT_LENGTH),
    chat: z.boolean(),
    rendered: z.string().max(4 * MAX_TEXT_LENGTH),
    ids: z.array(id).max(MAX_TEXT_LENGTH),
  }),
  expected: z.string().max(SETTINGS.expected.maxLength),
  settings,
  answers: z.object({
    a: answer.optional(),
    b: answer.optional(),
    switched: answer.optional(),
    control: answer.optional(),
  }),
  tokens: z
    .array(z.object({ id, text: z.string().max(10_000), kind: z.enum(["text", "bytes", "special"]) }))
    .max(MOST_VOCABULARY),
});

export type FileAnswer = z.infer<typeof answer>;
export type FilePosition = z.infer<typeof position>;
