import { z } from "zod";
import { ExpectedError } from "../errors";
import type { Token } from "../model";
import { packBlock, STATISTICS, unpackBlock } from "./block";
import { candidate } from "./candidates";
import type { ComparedPosition } from "./comparedPosition";
import type { CompareEvent } from "./events";
import type { PositionStatistics } from "./position";

/** Decimals of every number in a recording: half a unit of the last is 5e-6. */
export const RECORDING_DIGITS = 5;

const id = z.int().nonnegative();
/** JSON has no infinities: null is −∞ for a log-probability and +∞ for a divergence. */
const column = z.array(z.number().nullable());

const modelInfo = z.object({
  id: z.string(),
  revision: z.string().optional(),
  dtype: z.string(),
  device: z.enum(["webgpu", "wasm", "table", "server", "file"]),
  vocabSize: z.int().positive(),
  logitsWidth: z.int().positive(),
  contextLength: z.int().positive(),
  tokenizer: z.string(),
  chat: z.boolean(),
  endOfText: z.array(id),
});

const sampling = z.object({ temperature: z.number(), topK: z.number(), topP: z.number(), minP: z.number() });

const shape = z.object({
  version: z.literal(1),
  id: z.string().min(1),
  title: z.string(),
  description: z.string(),
  /** Remarks on single positions, counted within the solution. */
  annotations: z.array(z.object({ position: id, text: z.string() })),
  request: z.object({ prompt: z.string(), chat: z.boolean(), temperature: z.number().positive(), k: id }),
  /** The right answer to the prompt, where it is a problem that has one. */
  answer: z.string().optional(),
  /** How the solution came about, if a model wrote it. */
  written: z
    .object({ writer: z.enum(["a", "b"]), sampling, seed: z.int(), maxNewTokens: z.int().positive() })
    .optional(),
  rendered: z.string(),
  a: modelInfo,
  b: modelInfo,
  prompt: z.array(id),
  solution: z.array(id),
  /** Decimals that the numbers below were rounded to. */
  digits: z.int().nonnegative(),
  statistics: z.object(
    Object.fromEntries(STATISTICS.map((name) => [name, column])) as Record<
      (typeof STATISTICS)[number],
      typeof column
    >,
  ),
  /** All positions' candidates one after another; `counts` says how many each has. */
  candidates: z.object({
    counts: z.array(id),
    ids: z.array(id),
    logprobsA: column,
    logprobsB: column,
    ranksA: z.array(id),
    ranksB: z.array(id),
  }),
  /** How every id that occurs looks. */
  tokens: z.array(z.object({ id, text: z.string(), kind: z.enum(["text", "bytes", "special"]) })),
  milliseconds: z.number().nonnegative(),
});

/** A finished comparison as a file. */
export type Recording = z.infer<typeof shape>;

/** What a recording says about itself besides the comparison. */
export type RecordingAbout = Pick<
  Recording,
  "id" | "title" | "description" | "annotations" | "request" | "answer" | "written"
>;

/** The list of recordings beside them, in the order they are offered, with the problems whose answer is known. */
export const recordingIndex = z.array(
  shape
    .pick({ id: true, title: true, description: true })
    .extend({ problem: z.object({ prompt: z.string(), answer: z.string() }).optional() }),
);
export type RecordingIndex = z.infer<typeof recordingIndex>;

/** What the list says of a recording. */
export function indexEntry({
  id,
  title,
  description,
  request,
  answer,
}: RecordingAbout): RecordingIndex[number] {
  const problem = answer === undefined ? {} : { problem: { prompt: request.prompt, answer } };
  return { id, title, description, ...problem };
}

/**
 * A recording from the contents of its file.
 *
 * @throws ExpectedError "bad-input" that says what is wrong with it
 */
export function parseRecording(contents: unknown): Recording {
  const parsed = shape.safeParse(contents);
  if (!parsed.success) throw unreadable("it has not the form of one", z.prettifyError(parsed.error));
  const recording = parsed.data;
  const positions = recording.solution.length;
  for (const name of STATISTICS) {
    const { length } = recording.statistics[name];
    if (length !== positions) throw unreadable(`${length} numbers of ${name} for ${positions} positions`);
  }
  const { counts, ...columns } = recording.candidates;
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (counts.length !== positions)
    throw unreadable(`${counts.length} candidate counts for ${positions} positions`);
  for (const [name, { length }] of Object.entries(columns)) {
    if (length !== total) throw unreadable(`${length} candidate ${name} instead of ${total}`);
  }
  const known = new Set(recording.tokens.map((token) => token.id));
  const unknown = [...recording.prompt, ...recording.solution, ...columns.ids].find(
    (token) => !known.has(token),
  );
  if (unknown !== undefined) throw unreadable(`token ${unknown} is not described`);
  return recording;
}

/**
 * A finished run as a recording, numbers rounded to RECORDING_DIGITS decimals.
 *
 * @param events of one comparison, from "compare-start" to "compare-end"
 */
export function toRecording(about: RecordingAbout, events: readonly CompareEvent[]): Recording {
  const start = events.find((event) => event.type === "compare-start");
  const end = events.find((event) => event.type === "compare-end");
  if (!start || !end)
    throw new RangeError(`Only a finished comparison is recorded, not ${events.at(-1)?.type}`);
  const blocks = events.filter((event) => event.type === "compare-block");
  const positions = blocks.flatMap(({ block }) => unpackBlock(block));
  const candidates = positions.flatMap((position) => position.candidates);
  const looks = new Map<number, Token>();
  for (const token of [start.prompt, start.solution, ...blocks.map(({ tokens }) => tokens)].flat()) {
    looks.set(token.id, token);
  }
  return parseRecording({
    version: 1,
    ...about,
    rendered: start.rendered,
    a: start.a,
    b: start.b,
    prompt: start.prompt.map((token) => token.id),
    solution: start.solution.map((token) => token.id),
    digits: RECORDING_DIGITS,
    statistics: Object.fromEntries(
      STATISTICS.map((name) => [name, positions.map(({ statistics }) => rounded(statistics[name]))]),
    ),
    candidates: {
      counts: positions.map((position) => position.candidates.length),
      ids: candidates.map((row) => row.id),
      logprobsA: candidates.map((row) => rounded(row.logprobA)),
      logprobsB: candidates.map((row) => rounded(row.logprobB)),
      ranksA: candidates.map((row) => row.rankA),
      ranksB: candidates.map((row) => row.rankB),
    },
    tokens: [...looks.values()],
    milliseconds: Math.round(end.milliseconds),
  });
}

/** The run that was recorded, as the events it consisted of: "compare-start", one block, "compare-end". */
export function recordingEvents(recording: Recording, run = 0): CompareEvent[] {
  const looks = new Map(recording.tokens.map((token): [number, Token] => [token.id, token]));
  const look = (ids: readonly number[]): Token[] => ids.map((token) => looks.get(token) as Token);
  const sent = new Set([...recording.prompt, ...recording.solution]);
  const { rendered, milliseconds } = recording;
  return [
    {
      type: "compare-start",
      run,
      prompt: look(recording.prompt),
      solution: look(recording.solution),
      rendered,
      a: withoutUndefined(recording.a),
      b: withoutUndefined(recording.b),
    },
    {
      type: "compare-block",
      run,
      block: packBlock(0, recordedPositions(recording)),
      tokens: recording.tokens.filter((token) => !sent.has(token.id)),
    },
    { type: "compare-end", run, milliseconds },
  ];
}

/** The recorded positions, in order. */
export function recordedPositions({ solution, statistics, candidates }: Recording): ComparedPosition[] {
  let first = 0;
  return solution.map((token, position) => {
    const count = candidates.counts[position] as number;
    const rows = Array.from({ length: count }, (_, offset) => first + offset);
    first += count;
    return {
      token,
      statistics: Object.fromEntries(
        STATISTICS.map((name) => [name, read(statistics[name], position, infinityOf(name))]),
      ) as Record<keyof PositionStatistics, number>,
      candidates: rows.map((row) =>
        candidate(
          candidates.ids[row] as number,
          read(candidates.logprobsA, row, -Infinity),
          read(candidates.logprobsB, row, -Infinity),
          candidates.ranksA[row] as number,
          candidates.ranksB[row] as number,
        ),
      ),
    };
  });
}

function infinityOf(name: (typeof STATISTICS)[number]): number {
  return name.startsWith("logprob") ? -Infinity : Infinity;
}

function read(values: readonly (number | null)[], index: number, infinity: number): number {
  return values[index] ?? infinity;
}

function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toFixed(RECORDING_DIGITS)) + 0 : null;
}

function withoutUndefined({ revision, ...info }: Recording["a"]): CompareStartInfo {
  return revision === undefined ? info : { ...info, revision };
}
type CompareStartInfo = Extract<CompareEvent, { type: "compare-start" }>["a"];

function unreadable(why: string, detail?: string): ExpectedError {
  const message = `This recording cannot be read: ${why}.`;
  return new ExpectedError("bad-input", message, "Choose another one.", detail);
}
