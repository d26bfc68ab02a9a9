import { readFileSync } from "node:fs";
import { z } from "zod";
import type { SamplingSettings } from "../../src/core/sampling/settings";

/** Numbers, with the non-finite ones as the strings that JSON can hold. */
const number = z.union([
  z.number(),
  z.literal("Infinity").transform(() => Infinity),
  z.literal("-Infinity").transform(() => -Infinity),
]);
const numbers = z.array(number);
const byId = z.record(z.string(), z.number()).transform((record) => new Map(entriesOf(record)));
const lower = z.object({ kl: number, js: number, totalVariation: number });
const settings: z.ZodType<SamplingSettings> = z.object({
  temperature: z.number(),
  topK: z.number(),
  topP: z.number(),
  minP: z.number(),
});

const schema = z.object({
  pairs: z.array(
    z.object({
      name: z.string(),
      a: numbers,
      b: numbers,
      values: z.object({
        entropyA: number,
        entropyB: number,
        klAB: number,
        klBA: number,
        js: number,
        totalVariation: number,
        ranksA: z.array(z.number()),
      }),
    }),
  ),
  temperatures: z.object({
    logits: numbers,
    rows: z.array(z.object({ temperature: z.number(), logprobs: numbers })),
  }),
  sampling: z.object({
    logits: numbers,
    rows: z.array(z.object({ settings, probabilities: byId })),
  }),
  truncated: z.array(z.object({ name: z.string(), a: byId, b: byId, lower })),
  float16: z.object({ values: numbers, bits: z.array(z.number()) }),
});

function entriesOf(record: Record<string, number>): [number, number][] {
  return Object.entries(record).map(([id, value]) => [Number(id), value]);
}

/** The golden values of tests/golden/divergence.json, made by tools/goldens/divergence.py. */
export const golden = schema.parse(
  JSON.parse(readFileSync(new URL("../golden/divergence.json", import.meta.url), "utf8")),
);
