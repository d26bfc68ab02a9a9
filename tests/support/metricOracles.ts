import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** Scores made by others lie beside the repository where they are there at all; they are read, never copied. */
function oracleFile<T>(name: string, schema: z.ZodType<T>): T | undefined {
  const file = new URL(`../../../shared/oracles/${name}`, import.meta.url);
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

const numbers = z.array(z.number());

const bleuOptions = z
  .object({
    tokenize: z.enum(["13a", "intl", "char", "none"]),
    smooth_method: z.enum(["exp", "floor", "add-k", "none"]),
    smooth_value: z.number().nullable(),
    lowercase: z.boolean(),
    effective_order: z.boolean(),
    max_ngram_order: z.number(),
  })
  .transform((row) => ({
    tokenizer: row.tokenize,
    smoothing: row.smooth_method,
    smoothingValue: row.smooth_value ?? undefined,
    lowercase: row.lowercase,
    effectiveOrder: row.effective_order,
    maxOrder: row.max_ngram_order,
  }));

/** A stream holds one reference for each segment; null where it has none. */
const streams = z.array(z.array(z.string().nullable()));

const bleuVector = z
  .object({
    name: z.string(),
    hyp: z.union([z.string().transform((text) => [text]), z.array(z.string())]),
    refs: z.union([z.array(z.string()).transform((texts) => texts.map((text) => [text])), streams]),
    options: bleuOptions,
    score: z.number(),
    detail: z.object({ precisions: numbers, bp: z.number(), sys_len: z.number(), ref_len: z.number() }),
  })
  .transform(({ hyp, refs, ...row }) => ({
    ...row,
    segments: hyp.map((hypothesis, at) => ({
      hypothesis,
      references: refs.map((stream) => stream[at] ?? undefined),
    })),
  }));

/** sacrebleu's scores; undefined where they are not here. */
export const sacrebleuOracle = oracleFile(
  "sacrebleu.json",
  z.object({
    vectors: z.array(bleuVector),
    sufficient_stats: z.array(
      z.object({
        name: z.string(),
        hyp: z.array(z.string()).optional(),
        refs: z.array(z.array(z.string())).optional(),
        correct: numbers,
        total: numbers,
        sys_len: z.number().optional(),
        ref_len: z.number().optional(),
        smooth_value: z.number().optional(),
        score: z.number().optional(),
      }),
    ),
    tokenizer_13a: z.array(z.object({ input: z.string(), output: z.string() })),
  }),
);

const overlap = z.object({ precision: z.number(), recall: z.number(), fmeasure: z.number() });

/** rouge-score's scores; undefined where they are not here. */
export const rougeOracle = oracleFile(
  "rouge.json",
  z.object({
    vectors: z.array(
      z
        .object({
          name: z.string(),
          target: z.string(),
          prediction: z.string(),
          use_stemmer: z.boolean(),
          type: z.string(),
          computed: z.union([overlap, z.record(z.string(), overlap)]),
        })
        .transform(({ type, computed, ...row }) => ({
          ...row,
          scores: (type === "all" ? computed : { [type]: computed }) as Record<
            string,
            z.infer<typeof overlap>
          >,
        })),
    ),
    porter_stems: z.array(z.object({ word: z.string(), stem: z.string(), rouge_stem: z.string() })),
    tokenization: z.array(
      z.object({ text: z.string(), use_stemmer: z.boolean(), tokens: z.array(z.string()) }),
    ),
    aux: z.array(
      z.object({
        what: z.string(),
        ref: numbers,
        can: numbers,
        length: z.number(),
        backtrack_indices: numbers,
      }),
    ),
  }),
);
