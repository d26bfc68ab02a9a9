import { STATISTICS } from "../compare/block";
import { candidate, type Candidate } from "../compare/candidates";
import type { ComparedPosition } from "../compare/comparedPosition";
import { ExpectedError } from "../errors";
import type { TokenId } from "../model";
import { badFile } from "./badFile";
import { STATISTIC_ARRAYS, topArrays } from "./distributionsFormat";
import type { FileRemark } from "./fileRemark";
import type { NpyArray, NpzFile } from "./npzFile";
import { impossibleCandidates, isPossible, rangeText, statisticRange } from "./statisticRanges";

type Columns<T> = Record<(typeof STATISTICS)[number], T>;

/** A side's most probable tokens, (T, width) each. */
interface TopColumns<T> {
  ids: T;
  logprobs: T;
  other: T;
  otherRanks: T;
}

/** Statistics and most probable tokens of a file. */
export interface RecordedStatistics {
  /** Candidates per model. */
  width: number;
  /** Positions `from … from + count − 1`. Throws ExpectedError where they hold what cannot be. */
  positions: (from: number, count: number) => Promise<ComparedPosition[]>;
}

const SIDES = (["a", "b"] as const).map(topArrays);
const TOP_NAMES = SIDES.flatMap(({ ids, logprobs, other, otherRanks }) => [ids, logprobs, other, otherRanks]);
const NEEDED = [...Object.values(STATISTIC_ARRAYS), ...TOP_NAMES];

/**
 * Those of a file, where it brings all of them. Where whole distributions are there too, whatever is missing is computed
 * from them, and `remarks` says which arrays are not used for that; else what is missing is an error.
 *
 * @param whole whether whole distributions are there
 */
export function recordedStatistics(
  file: NpzFile,
  ids: readonly TokenId[],
  vocabSize: number,
  whole: boolean,
): { recorded: RecordedStatistics | undefined; remarks: readonly FileRemark[] } {
  const there = NEEDED.filter((name) => file.arrays.has(name) || file.refused.has(name));
  if (there.length === 0) return { recorded: undefined, remarks: [] };
  const hasStatistics = Object.values(STATISTIC_ARRAYS).some((name) => file.arrays.has(name));
  if (!whole && !hasStatistics) return { recorded: undefined, remarks: [] };
  try {
    return { recorded: columnsOf(file, ids, vocabSize), remarks: [] };
  } catch (error) {
    if (!whole || !(error instanceof ExpectedError)) throw error;
    const missing = NEEDED.filter((name) => !there.includes(name));
    const refused =
      missing.length > 0 && !there.some((name) => file.refused.has(name)) ? undefined : error.message;
    return { recorded: undefined, remarks: [{ type: "unused-arrays", arrays: there, missing, refused }] };
  }
}

function columnsOf(file: NpzFile, ids: readonly TokenId[], vocabSize: number): RecordedStatistics {
  const length = ids.length;
  const columns = Object.fromEntries(
    STATISTICS.map((name) => [name, shaped(neededArray(file, STATISTIC_ARRAYS[name]), [length])]),
  ) as Columns<NpyArray>;
  const first = SIDES[0]!.ids;
  const width = neededArray(file, first).shape[1] ?? 0;
  if (!(width >= 1 && width <= 1000))
    throw badFile(`“${first}” lists ${width} tokens a position; 1 to 1000 are read.`);
  const sides = SIDES.map((names): TopColumns<NpyArray> => {
    const matrix = (name: string) => shaped(neededArray(file, name), [length, width]);
    return {
      ids: whole(matrix(names.ids)),
      logprobs: matrix(names.logprobs),
      other: matrix(names.other),
      otherRanks: whole(matrix(names.otherRanks)),
    };
  });
  const positions = async (from: number, count: number): Promise<ComparedPosition[]> => {
    const statistics = Object.fromEntries(
      await Promise.all(
        STATISTICS.map(async (name) => {
          const values = await columns[name].rows(from, count);
          return [name, checkedColumn(name, columns[name].name, values, from, vocabSize)] as const;
        }),
      ),
    ) as Columns<ArrayLike<number>>;
    const tops = await Promise.all(
      sides.map(async ({ ids: listed, logprobs, other, otherRanks }) => ({
        ids: await listed.rows(from, count),
        logprobs: await logprobs.rows(from, count),
        other: await other.rows(from, count),
        otherRanks: await otherRanks.rows(from, count),
      })),
    );
    return Array.from({ length: count }, (_, row) => ({
      token: ids[from + row]!,
      statistics: Object.fromEntries(
        STATISTICS.map((name) => [name, statistics[name][row]!]),
      ) as Columns<number>,
      candidates: candidatesOf(tops, row, width, from + row, vocabSize),
    }));
  };
  return { width, positions };
}

/** The union of both models' most probable tokens, as `candidates` lists them. */
function candidatesOf(
  tops: readonly TopColumns<ArrayLike<number>>[],
  row: number,
  width: number,
  position: number,
  vocabSize: number,
): Candidate[] {
  const [a = [], b = []] = tops.map(({ ids, logprobs, other, otherRanks }) =>
    Array.from({ length: width }, (_, place) => row * width + place)
      .filter((at) => ids[at] !== -1)
      .map((at) => ({
        id: ids[at]!,
        own: logprobs[at]!,
        rank: (at % width) + 1,
        other: other[at]!,
        otherRank: otherRanks[at]!,
      })),
  );
  const fromB = new Set(b.map(({ id }) => id));
  const fromA = new Set(a.map(({ id }) => id));
  const twice = fromA.size < a.length ? "a" : fromB.size < b.length ? "b" : undefined;
  if (twice) throw badFile(`“top_ids_${twice}” lists a token twice at position ${position}.`);
  const all = [
    ...a.map((top) => candidate(top.id, top.own, top.other, top.rank, top.otherRank)),
    ...b
      .filter(({ id }) => !fromA.has(id))
      .map((top) => candidate(top.id, top.other, top.own, top.otherRank, top.rank)),
  ];
  const impossible = impossibleCandidates(all, vocabSize);
  if (impossible)
    throw badFile(`The most probable tokens at position ${position} cannot be right: ${impossible}.`);
  const greater = ({ logprobA, logprobB }: Candidate) => Math.max(logprobA, logprobB);
  return all.sort((x, y) => greater(y) - greater(x) || x.id - y.id);
}

function checkedColumn(
  name: (typeof STATISTICS)[number],
  array: string,
  values: ArrayLike<number>,
  from: number,
  vocabSize: number,
): ArrayLike<number> {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (isPossible(name, value, vocabSize)) continue;
    const range = rangeText(statisticRange(name, vocabSize));
    throw badFile(`“${array}” holds ${value} at position ${from + row}; it must lie within ${range}.`);
  }
  return values;
}

/** An array that must be there. */
export function neededArray(file: NpzFile, name: string): NpyArray {
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

function shaped(array: NpyArray, shape: readonly number[]): NpyArray {
  if (array.shape.length === shape.length && shape.every((axis, index) => array.shape[index] === axis))
    return array;
  throw badFile(`“${array.name}” has the shape (${array.shape.join(", ")}), expected (${shape.join(", ")}).`);
}

function whole(array: NpyArray): NpyArray {
  if (!array.type.startsWith("float")) return array;
  throw badFile(`“${array.name}” must be whole numbers, not ${array.type}.`);
}
