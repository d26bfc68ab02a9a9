import { readFileSync } from "node:fs";
import { z } from "zod";

const number = z.union([z.number(), z.literal("Infinity").transform(() => Infinity)]);
const side = z.enum(["a", "b"]);
/** By the name of the sequence: a letter for every position. */
const authors = z.record(z.string(), z.string());

const schema = z.object({
  sequences: z.record(
    z.string(),
    z.object({ divergence: z.array(number), entropyA: z.array(number), entropyB: z.array(number) }),
  ),
  cases: z.array(
    z.object({
      policy: z.enum(["hysteresis", "stay", "average", "window", "entropy", "budget", "always", "never"]),
      threshold: z.number(),
      switchBack: z.number(),
      own: z.record(z.string(), z.number()),
      forced: z.array(z.object({ position: z.number(), side })),
      authors: z.object({ a: authors, b: authors }),
    }),
  ),
});

/** The golden authors of tests/golden/policies.json, made by tools/goldens/policies.py. */
export const policyGolden = schema.parse(
  JSON.parse(readFileSync(new URL("../golden/policies.json", import.meta.url), "utf8")),
);
