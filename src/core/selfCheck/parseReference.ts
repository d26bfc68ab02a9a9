import { z } from "zod";
import { ExpectedError } from "../errors";
import { REFERENCE_FORMAT } from "./reference";

const id = z.int().nonnegative();

const row = z
  .object({
    /** The most probable tokens of the reference, most probable first. */
    ids: z.array(id).min(1),
    /** Their natural log-probabilities, aligned with `ids`. */
    logprobs: z.array(z.number().max(0)),
    /** Log mass of all others; null where nothing is left. */
    rest: z.number().max(0).nullable(),
  })
  .refine(({ ids, logprobs }) => ids.length === logprobs.length, "as many ids as log-probabilities");

const text = z
  .object({
    /** What a person reads of it. */
    text: z.string(),
    ids: z.array(id).min(2),
    /** The first position that is checked; the last is the last of `ids`. */
    from: z.int().positive(),
    /** `rows[i]` is the next-token distribution of position `from + i`, conditioned on all ids before it. */
    rows: z.array(row).min(1),
  })
  .refine(({ ids, from, rows }) => from + rows.length === ids.length, "rows from `from` to the last id");

const reference = z.object({
  format: z.literal(REFERENCE_FORMAT),
  version: z.literal(1),
  /** How the values were computed, in words. */
  made: z.string(),
  /** Width of the distributions. */
  vocabSize: z.int().positive(),
  texts: z.array(text).min(1),
});

/** Next-token distributions that are known to be right, of a few texts. Plain JSON. */
export type SelfCheckReference = z.infer<typeof reference>;
export type ReferenceText = SelfCheckReference["texts"][number];
export type ReferenceRow = ReferenceText["rows"][number];

/**
 * Reference values from a file's JSON.
 *
 * @throws ExpectedError "model-corrupt" where it is something else
 */
export function parseReference(json: unknown): SelfCheckReference {
  const parsed = reference.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new ExpectedError(
    "model-corrupt",
    "The reference values of the self-check are damaged or of another version of this page.",
    "The page is incomplete: build it again, or tell whoever put it here.",
    z.prettifyError(parsed.error),
  );
}
