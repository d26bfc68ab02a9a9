import { strToU8 } from "fflate";
import { STATISTICS, unpackBlock, type PositionBlock } from "../compare/block";
import type { Candidate } from "../compare/candidates";
import type { ModelInfo, Token, TokenId } from "../model";
import { DISTRIBUTIONS_FORMAT, STATISTIC_ARRAYS, topArrays } from "./distributionsFormat";
import { bytesOf } from "./npy";
import type { ArrayToWrite } from "./writeNpz";

/** What is written of every position: all V numbers of each model, or its k most probable tokens and the rest. */
export type ArrayContent = "logprobs" | "probs" | "top-k";
export type ArrayPrecision = "float16" | "float32";

/** A finished comparison as it is written. */
export interface DistributionsToWrite {
  a: ModelInfo;
  b: ModelInfo;
  prompt: string;
  rendered: string;
  chat: boolean;
  promptIds: readonly TokenId[];
  /** Every position, from 0 on. */
  block: PositionBlock;
  /** What the block was computed with. */
  temperature: number;
  k: number;
  /** How tokens look: those that occur, or the whole vocabulary. */
  tokens: readonly Token[];
  content: ArrayContent;
  precision: ArrayPrecision;
  /** All positions' log-probabilities of one model at temperature 1 (V each), in order. Asked for once a side, A first. */
  rows: (side: "a" | "b") => AsyncIterable<Float32Array>;
}

/** The arrays of `distributions.npz`; `about` holds the text of `distributions.json`, so that either can travel alone. */
export function distributionArrays(written: DistributionsToWrite, json: string): ArrayToWrite[] {
  const { block, content } = written;
  return [
    given("about", "uint8", strToU8(json)),
    given("ids", "int32", block.tokens),
    given("prompt_ids", "int32", written.promptIds),
    ...statisticArrays(block),
    ...mostProbable(written, "a"),
    ...mostProbable(written, "b"),
    ...(content === "top-k" ? [] : [wholeArray(written, content, "a"), wholeArray(written, content, "b")]),
  ];
}

/** The text of `distributions.json`. */
export function distributionsJson(written: DistributionsToWrite): string {
  const { a, b, prompt, rendered, chat, temperature, k, tokens, content, precision, block } = written;
  const about = { format: DISTRIBUTIONS_FORMAT, version: 1, content, precision, positions: block.count, k };
  return `${JSON.stringify({ ...about, temperature, a, b, prompt, rendered, chat, tokens })}\n`;
}

function statisticArrays(block: PositionBlock): ArrayToWrite[] {
  return STATISTICS.map((name, column) => {
    const values = Float64Array.from(
      { length: block.count },
      (_, row) => block.statistics[row * STATISTICS.length + column]!,
    );
    return given(STATISTIC_ARRAYS[name], name.startsWith("rank") ? "int32" : "float64", values);
  });
}

function mostProbable({ block, k, precision }: DistributionsToWrite, side: "a" | "b"): ArrayToWrite[] {
  const names = topArrays(side);
  const shape = [block.count, k];
  const size = block.count * k;
  const ids = new Int32Array(size).fill(-1);
  const logprobs = new Float32Array(size).fill(-Infinity);
  const other = new Float32Array(size).fill(-Infinity);
  const otherRanks = new Int32Array(size);
  const rest = new Float64Array(block.count);
  for (const [row, { candidates }] of unpackBlock(block).entries()) {
    let mass = 0;
    for (const candidate of candidates) {
      const own = seenFrom(candidate, side);
      if (own.rank > k) continue;
      const at = row * k + own.rank - 1;
      ids[at] = candidate.id;
      logprobs[at] = own.logprob;
      other[at] = own.otherLogprob;
      otherRanks[at] = own.otherRank;
      mass += Math.exp(own.logprob);
    }
    rest[row] = Math.log(Math.max(0, 1 - mass));
  }
  return [
    given(names.ids, "int32", ids, shape),
    given(names.logprobs, precision, logprobs, shape),
    given(names.other, precision, other, shape),
    given(names.otherRanks, "int32", otherRanks, shape),
    given(names.rest, "float64", rest),
  ];
}

function seenFrom({ logprobA, logprobB, rankA, rankB }: Candidate, side: "a" | "b") {
  return side === "a"
    ? { logprob: logprobA, rank: rankA, otherLogprob: logprobB, otherRank: rankB }
    : { logprob: logprobB, rank: rankB, otherLogprob: logprobA, otherRank: rankA };
}

function wholeArray(
  { block, rows, precision, a }: DistributionsToWrite,
  kind: "logprobs" | "probs",
  side: "a" | "b",
): ArrayToWrite {
  const valuesOf = (row: Float32Array) => (kind === "probs" ? row.map(Math.exp) : row);
  return {
    name: `${kind}_${side}`,
    type: precision,
    shape: [block.count, a.vocabSize],
    bytes: async function* () {
      for await (const row of rows(side)) yield bytesOf(precision, valuesOf(row));
    },
  };
}

type GivenType = "float16" | "float32" | "float64" | "int32" | "uint8";

/** An array that is in memory already. */
function given(
  name: string,
  type: GivenType,
  numbers: ArrayLike<number>,
  shape: readonly number[] = [numbers.length],
): ArrayToWrite {
  return { name, type, shape, bytes: () => [bytesOf(type, numbers)] };
}
