import { strFromU8 } from "fflate";
import { packBlock, type PositionBlock } from "../compare/block";
import { comparedPosition, type ComparedPosition } from "../compare/comparedPosition";
import type { KeptPair } from "../compare/kept";
import { MAX_COMPARED_TOKENS } from "../config/limits";
import { withTemperature } from "../distribution/temperature";
import { ExpectedError } from "../errors";
import type { ModelInfo, Token, TokenId } from "../model";
import { badFile } from "./badFile";
import { Contradictions } from "./contradictions";
import {
  modelInfo,
  parseDistributionsAbout,
  TokenLooks,
  type DistributionsAbout,
} from "./distributionsFormat";
import type { FileRemark } from "./fileRemark";
import type { NpzFile } from "./npzFile";
import { neededArray, recordedStatistics, type RecordedStatistics } from "./recordedStatistics";
import { MOST_VOCABULARY, wholeRows, type WholeRows } from "./wholeRows";

/** JSON longer than this is refused before it is parsed. */
export const MOST_JSON = 64 * 1024 ** 2;
/** Positions per block sent to the page. */
const BLOCK = 64;
/** Positions whose statistics are held against the whole distributions beside them; fewer where all before must be unpacked. */
const HELD_POSITIONS = { stored: 16, compressed: 3 };

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
  /** What does not hold together in it, of the blocks that were read. Reads a few rows of whole distributions. */
  remarks: () => Promise<readonly FileRemark[]>;
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
  const vocabSize = whole?.vocabSize ?? vocabularyOf(about, [...ids, ...prompt]);
  const beyond = [...ids, ...prompt].find((id) => id >= vocabSize);
  if (beyond !== undefined)
    throw badFile(
      whole
        ? `Token ${beyond} is not within the ${vocabSize} columns of the distributions.`
        : `Token ${beyond} is not within a vocabulary of ${vocabSize} tokens.`,
    );
  const { recorded, remarks } = recordedStatistics(file, ids, vocabSize, whole !== undefined);
  if (!whole && !recorded) throw nothingToShow(file);
  const width = recorded?.width ?? Math.min(k, vocabSize);
  const rows = async (position: number) => whole?.rows(position);
  const contradictions = new Contradictions();
  const { temperature } = about;
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
    blocks: (stop) =>
      recorded
        ? recordedBlocks(recorded, ids.length, (position, compared) =>
            contradictions.holdAgainstCandidates(position, compared, vocabSize),
          )
        : computedBlocks(rows, ids, { temperature, k: width }, stop),
    remarks: async () => {
      const bad =
        whole && recorded
          ? await holdAgainstRows(whole, recorded, { ids, temperature, k: width }, contradictions)
          : [];
      const found = contradictions.list.map((one): FileRemark => ({ type: "contradiction", ...one }));
      return [...remarks, ...found, ...bad];
    },
  };
}

/** Tokens that the file's models know, as far as it says: any number where it does not. */
function vocabularyOf(about: DistributionsAbout, ids: readonly TokenId[]): number {
  const said = Math.max(about.a.vocabSize ?? 0, about.b.vocabSize ?? 0);
  if (said > 0) return said;
  const largest = [ids, about.tokens.map(({ id }) => id)].flat().reduce((most, id) => Math.max(most, id), 0);
  if (largest >= MOST_VOCABULARY)
    throw badFile(`The file names token ${largest}; ids below ${MOST_VOCABULARY} are read.`);
  return MOST_VOCABULARY;
}

/** Holds the statistics of a few positions, evenly spread, against the whole distributions beside them. */
async function holdAgainstRows(
  whole: WholeRows,
  recorded: RecordedStatistics,
  { ids, temperature, k }: { ids: readonly TokenId[]; temperature: number; k: number },
  contradictions: Contradictions,
): Promise<FileRemark[]> {
  const most = whole.stored ? HELD_POSITIONS.stored : HELD_POSITIONS.compressed;
  const count = Math.min(most, ids.length);
  const spread = whole.stored ? ids.length / count : 1;
  try {
    for (let at = 0; at < count; at++) {
      const position = Math.floor(at * spread);
      const pair = await whole.rows(position);
      const [a, b] = [withTemperature(pair.a, temperature), withTemperature(pair.b, temperature)];
      const [said] = await recorded.positions(position, 1);
      const computed = comparedPosition(a, b, ids[position]!, k);
      contradictions.holdAgainstDistributions(position, said!, computed, { a, b });
    }
    return [];
  } catch (error) {
    if (error instanceof ExpectedError) return [{ type: "bad-rows", message: error.message }];
    throw error;
  }
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
  const array = neededArray(file, name);
  if (array.shape.length !== 1 || array.type.startsWith("float"))
    throw badFile(
      `“${name}” must be whole numbers of shape (T,), not ${array.type} (${array.shape.join(", ")}).`,
    );
  const ids = Array.from(await array.whole(8 * 1024 ** 2));
  const wrong = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < 2 ** 31));
  if (wrong !== undefined) throw badFile(`“${name}” holds ${wrong}, which is no token id.`);
  return ids;
}

function nothingToShow(file: NpzFile): ExpectedError {
  for (const error of file.refused.values()) if (error instanceof ExpectedError) return error;
  return badFile(
    `The file has neither whole distributions (logprobs_a and logprobs_b, or logits or probs) nor statistics; ` +
      `it has ${[...file.arrays.keys()].slice(0, 20).join(", ")}.`,
    "docs/formats.md says which arrays are needed.",
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

async function* recordedBlocks(
  recorded: RecordedStatistics,
  length: number,
  onPosition: (position: number, compared: ComparedPosition) => void,
): AsyncGenerator<PositionBlock, void, void> {
  for (let from = 0; from < length; from += BLOCK) {
    const positions = await recorded.positions(from, Math.min(BLOCK, length - from));
    positions.forEach((compared, index) => onPosition(from + index, compared));
    yield packBlock(from, positions);
  }
}
