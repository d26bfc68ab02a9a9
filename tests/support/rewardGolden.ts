import { readFileSync } from "node:fs";
import { z } from "zod";

/** Precision, recall, F. */
const overlap = z.tuple([z.number(), z.number(), z.number()]);
const overlaps = z.object({ rouge1: overlap, rouge2: overlap, rougeL: overlap, rougeLsum: overlap });

const schema = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      answer: z.string(),
      reference: z.string(),
      bleu: z.array(
        z.object({
          tokenizer: z.enum(["13a", "intl", "char", "none"]),
          smoothing: z.enum(["exp", "floor", "add-k", "none"]),
          value: z.number().nullable(),
          score: z.number(),
        }),
      ),
      wholeOrder: z.number(),
      lowercasePairs: z.number(),
      rouge: z.object({ words: overlaps, stems: overlaps }),
      /** By order from 1: how many runs stood there before, and how many there are. */
      repeated: z.array(z.tuple([z.number(), z.number()])),
    }),
  ),
  corpusBleu: z.number(),
  stems: z.record(z.string(), z.string()),
  /** For each number all that are the same. */
  numbers: z.record(z.string(), z.array(z.string())),
});

/** The golden values of tests/golden/rewards.json, made by tools/goldens/rewards.py. */
export const rewardGolden = schema.parse(
  JSON.parse(readFileSync(new URL("../golden/rewards.json", import.meta.url), "utf8")),
);
