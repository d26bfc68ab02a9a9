import { z } from "zod";
import { STATISTICS } from "../compare/block";
import type { ComparedPosition } from "../compare/comparedPosition";
import {
  digestOf,
  formatDigest,
  parseDigest,
  reproduce,
  type ComparisonDigest,
  type DigestedComparison,
  type Reproduction,
} from "../compare/digest";
import type { CompareEvent } from "../compare/events";
import { parseRecording, recordedPositions, toRecording, type Recording } from "../compare/recording";
import { MAX_COMPARED_TOKENS } from "../config/limits";
import { ExpectedError } from "../errors";
import type { ModelInfo } from "../model";
import { badFile } from "./badFile";
import { Contradictions } from "./contradictions";
import { shortReason } from "./distributionsFormat";
import type { FileRemark } from "./fileRemark";
import { impossibleCandidates, isPossible, rangeText, statisticRange } from "./statisticRanges";

export const BUNDLE_FORMAT = "rl-on-off/run";

/** Characters of a bundle that are read, at most: 16 384 tokens with 50 candidates a model need some 60 million. */
export const MOST_BUNDLE = 96 * 1024 ** 2;

/** One run in one file: what was set, what came out, and how to tell whether a re-run gives the same. */
export interface RunBundle {
  /** The settings as a link's hash, `#/compare?…`. */
  link: string;
  results: Recording;
  /** What a re-run is held against. */
  digest?: ComparisonDigest;
  /** Whether the digest fits the file's own results; there where there is a digest. */
  ownDigest?: Reproduction;
  /** What of the file does not hold together. */
  remarks: readonly FileRemark[];
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
export function parseBundle(file: unknown): RunBundle {
  const parsed = shape.safeParse(file);
  if (!parsed.success)
    throw badFile(
      "This run bundle has not the form that this page reads.",
      undefined,
      shortReason(parsed.error),
    );
  const { link, digest: text, results: contents } = parsed.data;
  const results = resultsOf(contents);
  const positions = recordedPositions(results);
  checkPositions(results, positions);
  const digest = text === undefined ? undefined : parseDigest(text);
  const contradictions = new Contradictions();
  for (const [position, compared] of positions.entries())
    contradictions.holdAgainstCandidates(position, compared, results.a.vocabSize);
  return {
    link,
    results,
    ...(digest ? { digest, ownDigest: reproduce(digest, digestedRecording(results, positions)) } : {}),
    remarks: [
      ...(text !== undefined && !digest ? [{ type: "digest-damaged" } as const] : []),
      ...contradictions.list.map((one): FileRemark => ({ type: "contradiction", ...one })),
    ],
  };
}

function resultsOf(contents: unknown): Recording {
  try {
    return parseRecording(contents);
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    throw unusable(error.message.replace(/\s+/g, " ").slice(0, 300), error.detail);
  }
}

/** Refuses numbers that nothing can have given. */
function checkPositions(
  { a, b, prompt, solution, annotations }: Recording,
  positions: readonly ComparedPosition[],
): void {
  const { vocabSize } = a;
  if (b.vocabSize !== vocabSize)
    throw unusable(`A has ${vocabSize} tokens, B ${b.vocabSize}: token ids must mean the same.`);
  if (solution.length === 0 || solution.length > MAX_COMPARED_TOKENS)
    throw unusable(`They name ${solution.length} tokens; 1 to ${MAX_COMPARED_TOKENS} can be shown.`);
  const beyond = [...prompt, ...solution].find((id) => id >= vocabSize);
  if (beyond !== undefined) throw unusable(`Token ${beyond} is not within the vocabulary of ${vocabSize}.`);
  const astray = annotations.find(({ position }) => position >= solution.length);
  if (astray) throw unusable(`A note is on position ${astray.position} of ${solution.length}.`);
  for (const [position, { statistics, candidates }] of positions.entries()) {
    for (const name of STATISTICS) {
      if (isPossible(name, statistics[name], vocabSize)) continue;
      const range = rangeText(statisticRange(name, vocabSize));
      throw unusable(`${name} is ${statistics[name]} at position ${position}; it must lie within ${range}.`);
    }
    const impossible = impossibleCandidates(candidates, vocabSize);
    if (impossible) throw unusable(`The candidates at position ${position} cannot be right: ${impossible}.`);
  }
}

/** A recording as a digest is taken of it. */
function digestedRecording(
  { prompt, solution, request, a, b }: Recording,
  positions: readonly ComparedPosition[],
): DigestedComparison {
  const column = (name: "js" | "entropyA" | "entropyB"): number[] =>
    positions.map(({ statistics }) => statistics[name]);
  return {
    prompt,
    solution,
    js: column("js"),
    entropyA: column("entropyA"),
    entropyB: column("entropyB"),
    temperature: request.temperature,
    a: modelOf(a),
    b: modelOf(b),
  };
}

function modelOf({ revision, ...info }: Recording["a"]): ModelInfo {
  return revision === undefined ? info : { ...info, revision };
}

function unusable(why: string, detail?: string): ExpectedError {
  return badFile(`The results in this run bundle cannot be used. ${why}`, "Export the run again.", detail);
}

/** What a bundle says of its comparison besides the numbers. */
export interface BundleAbout extends Pick<Recording, "request"> {
  annotations?: Recording["annotations"];
  answer?: string;
}

/**
 * The text of a bundle, with the digest of its own results.
 *
 * @param events of one comparison, from "compare-start" to "compare-end"
 */
export function bundleJson(link: string, about: BundleAbout, events: readonly CompareEvent[]): string {
  const named = { id: "run", title: "", description: "", annotations: [], ...about };
  const results = toRecording(named, events);
  const digest = digestOf(digestedRecording(results, recordedPositions(results)));
  const head = { format: BUNDLE_FORMAT, version: 1, link };
  return `${JSON.stringify({ ...head, ...(digest ? { digest: formatDigest(digest) } : {}), results })}\n`;
}
