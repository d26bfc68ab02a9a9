import { candidate } from "./candidates";
import type { Candidate } from "./candidates";
import type { ComparedPosition } from "./comparedPosition";
import type { PositionStatistics } from "./position";

/** The columns of `PositionBlock.statistics`, in order. */
export const STATISTICS = [
  "entropyA",
  "entropyB",
  "klAB",
  "klBA",
  "js",
  "totalVariation",
  "logprobA",
  "logprobB",
  "rankA",
  "rankB",
] as const satisfies readonly (keyof PositionStatistics)[];

/** Compared positions in columns, so that ten thousand of them cross a worker as a few transferred arrays. */
export interface PositionBlock {
  /** Index within the solution of the block's first position. */
  from: number;
  count: number;
  /** (count) the token that stands at each position. */
  tokens: Uint32Array;
  /** (count × STATISTICS.length), row by row. */
  statistics: Float64Array;
  /** (count + 1) where each position's candidates begin in the arrays below. */
  candidateStart: Uint32Array;
  candidateIds: Uint32Array;
  candidateLogprobsA: Float32Array;
  candidateLogprobsB: Float32Array;
  candidateRanksA: Uint32Array;
  candidateRanksB: Uint32Array;
}

/** Columns of the positions that begin at index `from` of the solution. */
export function packBlock(from: number, positions: readonly ComparedPosition[]): PositionBlock {
  const candidates = positions.flatMap((position) => position.candidates);
  const candidateStart = new Uint32Array(positions.length + 1);
  positions.forEach((position, i) => {
    candidateStart[i + 1] = (candidateStart[i] as number) + position.candidates.length;
  });
  return {
    from,
    count: positions.length,
    tokens: Uint32Array.from(positions, ({ token }) => token),
    statistics: Float64Array.from(
      positions.flatMap(({ statistics }) => STATISTICS.map((name) => statistics[name])),
    ),
    candidateStart,
    candidateIds: Uint32Array.from(candidates, ({ id }) => id),
    candidateLogprobsA: Float32Array.from(candidates, ({ logprobA }) => logprobA),
    candidateLogprobsB: Float32Array.from(candidates, ({ logprobB }) => logprobB),
    candidateRanksA: Uint32Array.from(candidates, ({ rankA }) => rankA),
    candidateRanksB: Uint32Array.from(candidates, ({ rankB }) => rankB),
  };
}

/** Statistics of the block's position `index` (0 … count − 1). */
export function statisticsAt(block: PositionBlock, index: number): PositionStatistics {
  checkIndex(block, index);
  const row = block.statistics.subarray(index * STATISTICS.length, (index + 1) * STATISTICS.length);
  return Object.fromEntries(STATISTICS.map((name, column) => [name, row[column]])) as Record<
    (typeof STATISTICS)[number],
    number
  >;
}

/** Candidates of the block's position `index`, in the order they were packed. */
export function candidatesAt(block: PositionBlock, index: number): Candidate[] {
  checkIndex(block, index);
  const start = block.candidateStart[index] as number;
  const end = block.candidateStart[index + 1] as number;
  return Array.from({ length: end - start }, (_, offset) => {
    const row = start + offset;
    return candidate(
      block.candidateIds[row] as number,
      block.candidateLogprobsA[row] as number,
      block.candidateLogprobsB[row] as number,
      block.candidateRanksA[row] as number,
      block.candidateRanksB[row] as number,
    );
  });
}

/** All positions of a block; `packBlock(block.from, unpackBlock(block))` gives an equal block. */
export function unpackBlock(block: PositionBlock): ComparedPosition[] {
  return Array.from(block.tokens, (token, index) => ({
    token,
    statistics: statisticsAt(block, index),
    candidates: candidatesAt(block, index),
  }));
}

/** The buffers to transfer when a block crosses a worker boundary; the sender's copy is empty afterwards. */
export function blockBuffers(block: PositionBlock): ArrayBuffer[] {
  return Object.values(block).flatMap((column: number | ArrayBufferView) =>
    typeof column === "number" ? [] : [column.buffer as ArrayBuffer],
  );
}

function checkIndex(block: PositionBlock, index: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= block.count) {
    throw new RangeError(`Position ${index} is not within 0 … ${block.count - 1} of the block`);
  }
}
