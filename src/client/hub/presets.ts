import { z } from "zod";
import { ExpectedError, type Outcome } from "../../core/errors";
import { DTYPES, type Dtype } from "../../core/models/dtypes";
import { outcomeOf } from "../outcome";

const half = z.object({
  id: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  revision: z.string().regex(/^[\w./-]+$/),
});

const preset = z.object({
  id: z.string().min(1),
  label: z.string().min(1),
  about: z.string(),
  a: half,
  b: half,
  formats: z
    .array(
      z.object({
        dtype: z.enum(DTYPES.map(({ dtype }) => dtype) as [Dtype, ...Dtype[]]),
        bytes: z.object({ a: z.int().positive().optional(), b: z.int().positive().optional() }),
      }),
    )
    .min(1),
});

/** A pair of models on the Hub that belongs together. */
export type Preset = z.infer<typeof preset>;

/**
 * The pairs that the page proposes, from `presets.json` beside it.
 *
 * @param base address of the page (`document.baseURI`)
 * @param read the browser's `fetch`
 */
export function readPresets(
  base: string,
  read: (address: string) => Promise<Response>,
): Promise<Outcome<Preset[]>> {
  return outcomeOf(async () => {
    const response = await read(new URL("presets.json", base).href).catch(() => undefined);
    const value: unknown = response?.ok ? await response.json().catch(() => undefined) : undefined;
    const presets = z.array(preset).safeParse(value);
    if (presets.success) return presets.data;
    throw new ExpectedError(
      "page-incomplete",
      response
        ? "The list of proposed pairs (presets.json) is missing or not readable."
        : "The list of proposed pairs (presets.json) could not be read: no answer.",
      "Models can still be named by their ids.",
    );
  });
}

/** What downloading one half takes in bytes, as far as it is known without asking the Hub; 0 where nobody knows. */
export function knownBytes(
  presets: readonly Preset[],
  id: string,
  revision: string,
): { dtype: Dtype; bytes: number }[] {
  return presets.flatMap(({ a, b, formats }) => {
    const side = [a, b].findIndex((one) => one.id === id && one.revision === revision);
    if (side < 0) return [];
    return formats.map(({ dtype, bytes }) => ({ dtype, bytes: (side === 0 ? bytes.a : bytes.b) ?? 0 }));
  });
}
