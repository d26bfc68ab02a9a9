import { z } from "zod";
import { parseRecording, toRecording, type Recording } from "../compare/recording";
import type { CompareEvent } from "../compare/events";
import { ExpectedError } from "../errors";
import { badFile } from "./badFile";
import { shortReason } from "./distributionsFormat";

export const BUNDLE_FORMAT = "rl-on-off/run";

/** Characters of a bundle that are read, at most: 16 384 tokens with 50 candidates a model need some 60 million. */
export const MOST_BUNDLE = 96 * 1024 ** 2;

/** One run in one file: what was set, what came out, and how to tell whether a re-run gives the same. */
export interface RunBundle {
  /** The settings as a link's hash, `#/compare?…`. */
  link: string;
  results: Recording;
  /** What a re-run is held against. */
  digest?: string;
}

const shape = z.object({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(1, "a version that this page does not read"),
  link: z.string().max(400_000).startsWith("#"),
  digest: z.string().max(10_000).optional(),
  results: z.unknown(),
});

/** Whether parsed JSON says of itself that it is a run bundle. */
export function isBundle(contents: unknown): boolean {
  return (
    typeof contents === "object" &&
    contents !== null &&
    "format" in contents &&
    contents.format === BUNDLE_FORMAT
  );
}

/** @throws ExpectedError "bad-input" that says what is wrong with it */
export function parseBundle(contents: unknown): RunBundle {
  const parsed = shape.safeParse(contents);
  if (!parsed.success)
    throw badFile(
      "This run bundle has not the form that this page reads.",
      undefined,
      shortReason(parsed.error),
    );
  const { link, digest, results } = parsed.data;
  try {
    return { link, results: parseRecording(results), ...(digest === undefined ? {} : { digest }) };
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    const why = error.message.replace(/\s+/g, " ").slice(0, 300);
    throw badFile(
      `The results in this run bundle cannot be used. ${why}`,
      "Export the run again.",
      error.detail,
    );
  }
}

/** The text of a bundle. `events`: one comparison, from "compare-start" to "compare-end". */
export function bundleJson(
  link: string,
  request: Recording["request"],
  events: readonly CompareEvent[],
  digest?: string,
): string {
  const about = { id: "run", title: "", description: "", annotations: [], request };
  const results = toRecording(about, events);
  return `${JSON.stringify({ format: BUNDLE_FORMAT, version: 1, link, ...(digest === undefined ? {} : { digest }), results })}\n`;
}
