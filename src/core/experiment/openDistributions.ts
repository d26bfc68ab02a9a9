import { strFromU8 } from "fflate";
import { packBlock, STATISTICS, type PositionBlock } from "../compare/block";
import { candidate, type Candidate } from "../compare/candidates";
import { comparedPosition, type ComparedPosition } from "../compare/comparedPosition";
import type { KeptPair } from "../compare/kept";
import { MAX_COMPARED_TOKENS } from "../config/limits";
import { logSoftmax } from "../distribution/logSoftmax";
import { withTemperature } from "../distribution/temperature";
import { ExpectedError } from "../errors";
import type { ModelInfo, Token, TokenId } from "../model";
import { badFile } from "./badFile";
import {
  modelInfo,
  parseDistributionsAbout,
  ROW_KINDS,
  STATISTIC_ARRAYS,
  TokenLooks,
  topArrays,
  type DistributionsAbout,
  type RowKind,
} from "./distributionsFormat";
import type { NpyArray, NpzFile } from "./npzFile";

/** JSON longer than this is refused before it is parsed. */
export const MOST_JSON = 64 * 1024 ** 2;
/** Positions per block sent to the page. */
const BLOCK = 64;
/** How far a row's mass may be from 1 where it is said to be one: half precision errs by a per cent. */
const MASS_TOLERANCE = 0.05;
const MOST_VOCABULARY = 2_000_000;

/** Distributions of a file, of which only what is asked for is read. */
export interface OpenedDistributions {
  about: DistributionsAbout;
  a: ModelInfo;
  b: ModelInfo;
  prompt: readonly TokenId[];
  ids: readonly TokenId[];
  looks: TokenLooks;
  /** Candidates per model and position. */
  k: number;
  /** Whether whole distributions are there. */
  whole: boolean;
  /** Both models' log-probabilities at a position, temperature 1; undefined where only the most probable tokens are there. */
  rows: (position: number) => Promise<KeptPair | undefined>;
  /** One model's of them, without reading the other's. */
  row: (position: number, side: "a" | "b") => Promise<Float32Array | undefined>;
  /** Every position from the first on: from the file's statistics, or computed from its whole distributions. */
  blocks: (stop?: () => boolean) => AsyncGenerator<PositionBlock, void, void>;
}

/**
 * Reads what an NPZ file says of a comparison, with or without the JSON file beside it. The largest arrays, those of
 * whole distributions, are not read until a row is asked for.
 *
 * @param json text of `distributions.json`; without it, the array `about`, where there is one
 * @param k candidates per model, where the file brings none
 * @throws ExpectedError "bad-input" that names the array and what is wrong with it
 */
export async function openDistributions(
  file: NpzFile,
  json: string | undefined,
  k: number,
): Promise<OpenedDistributions> {
  const about = parseDistributionsAbout(readJson(json ?? (await embeddedJson(file)) ?? "{}"));
  const ids = await tokenIds(file, "ids");
  const whole = wholeRows(file, ids.length);
  const prompt = file.arrays.has("prompt_ids") ? await tokenIds(file, "prompt_ids") : [];
  if (ids.length === 0 || ids.length > MAX_COMPARED_TOKENS)
    throw badFile(`“ids” names ${ids.length} tokens; 1 to ${MAX_COMPARED_TOKENS} can be shown.`);
  const vocabSize =
    whole?.vocabSize ?? Math.max(...[...ids, ...prompt, ...about.tokens.map(({ id }) => id)]) + 1;
  const beyond = [...ids, ...prompt].find((id) => id >= vocabSize);
  if (beyond !== undefined)
    throw badFile(`Token ${beyond} is not within the ${vocabSize} columns of the distributions.`);
  const recorded = recordedArrays(file, ids.length);
  if (!whole && !recorded) throw nothingToShow(file);
  const width = recorded?.width ?? Math.min(k, vocabSize);
  const rows = async (position: number) => whole?.rows(position);
  return {
    about,
    a: modelInfo(about.a, vocabSize),
    b: modelInfo(about.b, vocabSize),
    prompt,
    ids,
    looks: new TokenLooks(about.tokens),
    k: width,
    whole: whole !== undefined,
    rows,
    row: async (position, side) => whole?.row(position, side),
    blocks: recorded
      ? () => recordedBlocks(recorded, ids)
      : (stop) => computedBlocks(rows, ids, { temperature: about.temperature, k: width }, stop),
  };
}

/** How those of `ids` look. */
export function looksOf({ looks }: OpenedDistributions, ids: Iterable<TokenId>): Token[] {
  return Array.from(ids, (id) => looks.of(id));
}

function readJson(text: string): unknown {
  if (text.length > MOST_JSON)
    throw badFile(`distributions.json has ${text.length} characters; at most ${MOST_JSON} are read.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badFile(
      `distributions.json is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ""}.`,
    );
  }
}

async function embeddedJson(file: NpzFile): Promise<string | undefined> {
  const about = file.arrays.get("about");
  if (about?.type !== "uint8") return undefined;
  return strFromU8(Uint8Array.from(await about.whole(MOST_JSON)));
}

/** A one-dimensional array of ids. */
async function tokenIds(file: NpzFile, name: string): Promise<TokenId[]> {
  const array = needed(file, name);
  if (array.shape.length !== 1 || array.type.startsWith("float"))
    throw badFile(
      `“${name}” must be whole numbers of shape (T,), not ${array.type} (${array.shape.join(", ")}).`,
    );
  const ids = Array.from(await array.whole(8 * 1024 ** 2));
  const wrong = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < 2 ** 31));
  if (wrong !== undefined) throw badFile(`“${name}” holds ${wrong}, which is no token id.`);
  return ids;
}

function needed(file: NpzFile, name: string): NpyArray {
  const array = file.arrays.get(name);
  if (array) return array;
  const refused = file.refused.get(name);
  if (refused instanceof ExpectedError) throw refused;
  const there = [...file.arrays.keys()].slice(0, 20).join(", ");
  throw badFile(
    `The file has no array “${name}”; it has ${there || "none"}.`,
    "docs/formats.md says which are needed.",
  );
}

function nothingToShow(file: NpzFile): ExpectedError {
  for (const error of file.refused.values()) if (error instanceof ExpectedError) return error;
  return badFile(
    `The file has neither whole distributions (logprobs_a and logprobs_b, or logits or probs) nor statistics; ` +
      `it has ${[...file.arrays.keys()].slice(0, 20).join(", ")}.`,
    "docs/formats.md says which arrays are needed.",
  );
}

/* Whole distributions */

interface WholeRows {
  vocabSize: number;
  rows: (position: number) => Promise<KeptPair>;
  row: (position: number, side: "a" | "b") => Promise<Float32Array>;
}

function wholeRows(file: NpzFile, positions: number): WholeRows | undefined {
  const a = sideArray(file, "a");
  const b = sideArray(file, "b");
  if (!a && !b) return undefined;
  if (!a || !b)
    throw badFile(`The file holds whole distributions of ${a ? "A" : "B"} only; both models' are needed.`);
  for (const { array } of [a, b]) {
    if (array.shape.length !== 2 || !array.type.startsWith("float"))
      throw badFile(
        `“${array.name}” must be floats of shape (T, V), not ${array.type} (${array.shape.join(", ")}).`,
      );
    if (array.shape[0] !== positions)
      throw badFile(`“${array.name}” has ${array.shape[0]} rows, but “ids” names ${positions} tokens.`);
  }
  const [vocabSize, other] = [a.array.shape[1] ?? 0, b.array.shape[1]];
  if (vocabSize !== other)
    throw badFile(
      `“${a.array.name}” has ${vocabSize} columns, “${b.array.name}” ${other}: token ids must mean the same.`,
    );
  if (vocabSize < 1 || vocabSize > MOST_VOCABULARY)
    throw badFile(`“${a.array.name}” has ${vocabSize} columns; 1 to ${MOST_VOCABULARY} are read.`);
  const precision = [a, b].every(({ array }) => array.type !== "float16") ? "float32" : "float16";
  return {
    vocabSize,
    row: (position, side) => logprobRow(side === "a" ? a : b, position),
    rows: async (position) => {
      const [rowA, rowB] = [await logprobRow(a, position), await logprobRow(b, position)];
      return { a: rowA, b: rowB, precision };
    },
  };
}

interface SideArray {
  array: NpyArray;
  kind: RowKind;
}

function sideArray(file: NpzFile, side: "a" | "b"): SideArray | undefined {
  for (const kind of ROW_KINDS) {
    const name = `${kind}_${side}`;
    const array = file.arrays.get(name);
    if (array) return { array, kind };
    if (file.refused.has(name)) throw file.refused.get(name) as Error;
  }
  return undefined;
}

/** A row as log-probabilities, normalised: stored numbers are rounded, logits never were. */
async function logprobRow({ array, kind }: SideArray, position: number): Promise<Float32Array> {
  const numbers = Float32Array.from(await array.rows(position, 1));
  const row = kind === "probs" ? numbers.map(Math.log) : numbers;
  const where = `Row ${position} of “${array.name}”`;
  if (kind !== "logits") checkMass(where, row, kind);
  try {
    return logSoftmax(row);
  } catch (error) {
    if (error instanceof ExpectedError)
      throw badFile(`${where} holds NaN, +∞ or no finite number: it is no distribution.`);
    throw error;
  }
}

function checkMass(where: string, row: Float32Array, kind: RowKind): void {
  let mass = 0;
  for (let id = 0; id < row.length; id++) mass += Math.exp(row[id]!);
  if (Math.abs(mass - 1) <= MASS_TOLERANCE) return;
  throw badFile(
    `${where} is no distribution: its probabilities sum to ${Number(mass.toPrecision(3))}, not 1.`,
    kind === "logprobs" ? "Raw scores of a model belong in logits_a and logits_b." : "Normalise each row.",
  );
}

async function* computedBlocks(
  rows: (position: number) => Promise<KeptPair | undefined>,
  ids: readonly TokenId[],
  { temperature, k }: { temperature: number; k: number },
  stop: () => boolean = () => false,
): AsyncGenerator<PositionBlock, void, void> {
  for (let from = 0; from < ids.length; from += BLOCK) {
    const positions: ComparedPosition[] = [];
    for (const [offset, token] of ids.slice(from, from + BLOCK).entries()) {
      if (stop()) return;
      const pair = await rows(from + offset);
      if (!pair) throw new Error(`Position ${from + offset} has no rows`);
      const [a, b] = [withTemperature(pair.a, temperature), withTemperature(pair.b, temperature)];
      positions.push(comparedPosition(a, b, token, k));
    }
    yield packBlock(from, positions);
  }
}

/* Recorded statistics */

interface RecordedArrays {
  /** Candidates per model. */
  width: number;
  statistics: Record<(typeof STATISTICS)[number], NpyArray>;
  sides: { ids: NpyArray; logprobs: NpyArray; other: NpyArray; otherRanks: NpyArray }[];
}

/** Statistics and most probable tokens, where the file brings all of them. */
function recordedArrays(file: NpzFile, positions: number): RecordedArrays | undefined {
  if (!Object.values(STATISTIC_ARRAYS).some((name) => file.arrays.has(name))) return undefined;
  const whole = sideArray(file, "a") !== undefined;
  const names = (["a", "b"] as const).map(topArrays);
  const all = [
    ...Object.values(STATISTIC_ARRAYS),
    ...names.flatMap(({ ids, logprobs, other, otherRanks }) => [ids, logprobs, other, otherRanks]),
  ];
  // Where whole distributions are there too, whatever is missing is computed from them.
  if (whole && all.some((name) => !file.arrays.has(name))) return undefined;
  const statistics = Object.fromEntries(
    STATISTICS.map((name) => [name, shaped(needed(file, STATISTIC_ARRAYS[name]), [positions])]),
  ) as RecordedArrays["statistics"];
  const width = needed(file, names[0]!.ids).shape[1] ?? 0;
  if (!(width >= 1 && width <= 1000))
    throw badFile(`“${names[0]!.ids}” lists ${width} tokens a position; 1 to 1000 are read.`);
  const sides = names.map(({ ids, logprobs, other, otherRanks }) => ({
    ids: shaped(needed(file, ids), [positions, width]),
    logprobs: shaped(needed(file, logprobs), [positions, width]),
    other: shaped(needed(file, other), [positions, width]),
    otherRanks: shaped(needed(file, otherRanks), [positions, width]),
  }));
  return { width, statistics, sides };
}

function shaped(array: NpyArray, shape: readonly number[]): NpyArray {
  if (array.shape.length === shape.length && shape.every((axis, index) => array.shape[index] === axis))
    return array;
  throw badFile(`“${array.name}” has the shape (${array.shape.join(", ")}), expected (${shape.join(", ")}).`);
}

async function* recordedBlocks(
  { width, statistics, sides }: RecordedArrays,
  ids: readonly TokenId[],
): AsyncGenerator<PositionBlock, void, void> {
  for (let from = 0; from < ids.length; from += BLOCK) {
    const count = Math.min(BLOCK, ids.length - from);
    const columns = await Promise.all(
      STATISTICS.map(async (name) =>
        checkedColumn(statistics[name], await statistics[name].rows(from, count), from),
      ),
    );
    const tops = await Promise.all(
      sides.map(async ({ ids: listed, logprobs, other, otherRanks }) => ({
        ids: await listed.rows(from, count),
        logprobs: await logprobsOf(logprobs, from, count),
        other: await logprobsOf(other, from, count),
        otherRanks: await otherRanks.rows(from, count),
      })),
    );
    const positions = Array.from({ length: count }, (_, row): ComparedPosition => {
      const [a, b] = tops.map(({ ids: listed, logprobs, other, otherRanks }) =>
        Array.from({ length: width }, (_, place) => row * width + place)
          .filter((at) => listed[at]! >= 0)
          .map((at) => ({
            id: listed[at]!,
            own: logprobs[at]!,
            rank: (at % width) + 1,
            other: other[at]!,
            otherRank: Math.max(1, otherRanks[at]!),
          })),
      );
      const union = new Map<TokenId, Candidate>();
      for (const top of a!) union.set(top.id, candidate(top.id, top.own, top.other, top.rank, top.otherRank));
      for (const top of b!)
        if (!union.has(top.id))
          union.set(top.id, candidate(top.id, top.other, top.own, top.otherRank, top.rank));
      const greater = ({ logprobA, logprobB }: Candidate) => Math.max(logprobA, logprobB);
      return {
        token: ids[from + row]!,
        statistics: Object.fromEntries(
          STATISTICS.map((name, column) => [name, columns[column]![row]!]),
        ) as Record<(typeof STATISTICS)[number], number>,
        candidates: [...union.values()].sort((x, y) => greater(y) - greater(x) || x.id - y.id),
      };
    });
    yield packBlock(from, positions);
  }
}

function checkedColumn(array: NpyArray, values: ArrayLike<number>, from: number): ArrayLike<number> {
  const least = array.name.startsWith("logprob") ? -Infinity : array.name.startsWith("rank") ? 1 : -1e-6;
  const most = array.name.startsWith("logprob") ? 1e-6 : Infinity;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (!(value >= least && value <= most))
      throw badFile(`“${array.name}” holds ${value} at position ${from + row}, which is not possible.`);
  }
  return values;
}

async function logprobsOf(array: NpyArray, from: number, count: number): Promise<ArrayLike<number>> {
  const values = await array.rows(from, count);
  for (let at = 0; at < values.length; at++) {
    if (!(values[at]! <= 1e-3))
      throw badFile(`“${array.name}” holds ${values[at]}, which is no log-probability.`);
  }
  return values;
}
