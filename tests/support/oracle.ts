import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** Numbers made by others lie beside the repository where they are there at all; they are read, never copied. */
const FILE = new URL("../../../shared/oracles/divergence.json", import.meta.url);

/** Whether the oracle can be read; tests that need it are skipped and say so where it cannot. */
export const HAS_ORACLE = existsSync(FILE);

/** Put into titles, so that a report says why a test was skipped. */
export const ORACLE = HAS_ORACLE
  ? "oracle"
  : "oracle (skipped: ../shared/oracles/divergence.json is not here)";

const number = z.union([
  z.number(),
  z.literal("Infinity").transform(() => Infinity),
  z.literal("-Infinity").transform(() => -Infinity),
]);
const numbers = z.array(number);

const topk = z
  .object({
    k: z.number(),
    "KL_PQ_lower_bound(coarse-grained tail bucket)": number,
    "JS_lower_bound(tail bucket)": number,
    H_P_lower: number,
    H_P_upper: number,
  })
  .transform((row) => ({
    k: row.k,
    kl: row["KL_PQ_lower_bound(coarse-grained tail bucket)"],
    js: row["JS_lower_bound(tail bucket)"],
    entropyLower: row.H_P_lower,
    entropyUpper: row.H_P_upper,
  }));

const schema = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      P_logits: numbers,
      Q_logits: numbers,
      values: z.object({ H_P: number, H_Q: number, KL_PQ: number, KL_QP: number, JS: number }),
      total_variation: number,
      argmax_agree: z.boolean(),
      topk: z.array(topk),
    }),
  ),
  temperature: z.array(
    z.object({ logits: numbers, temperature: z.number(), probs: numbers, entropy: number }),
  ),
  sampling_filters: z.array(
    z.object({
      filter: z.string(),
      k: z.number().optional(),
      p: z.number().optional(),
      min_p: z.number().optional(),
      logits: numbers,
      probs: numbers,
    }),
  ),
});

/** Its contents; empty lists where it is not here. */
export const oracle: z.infer<typeof schema> = HAS_ORACLE
  ? schema.parse(JSON.parse(readFileSync(FILE, "utf8")))
  : { cases: [], temperature: [], sampling_filters: [] };
