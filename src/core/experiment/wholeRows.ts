import type { KeptPair } from "../compare/kept";
import { logSoftmax } from "../distribution/logSoftmax";
import { ExpectedError } from "../errors";
import { badFile } from "./badFile";
import { ROW_KINDS, type RowKind } from "./distributionsFormat";
import type { NpyArray, NpzFile } from "./npzFile";

/** How far a row's mass may be from 1 where it is said to be one: half precision errs by a per cent. */
const MASS_TOLERANCE = 0.05;
export const MOST_VOCABULARY = 2_000_000;

/** Whole distributions of both models, of which only the rows that are asked for are read. */
export interface WholeRows {
  vocabSize: number;
  /** Whether rows can be read in any order at the same cost. */
  stored: boolean;
  rows: (position: number) => Promise<KeptPair>;
  row: (position: number, side: "a" | "b") => Promise<Float32Array>;
}

/** Those of a file, where it has any. Throws ExpectedError where they do not fit together. */
export function wholeRows(file: NpzFile, positions: number): WholeRows | undefined {
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
    stored: a.array.stored && b.array.stored,
    row: (position, side) => logprobRow(side === "a" ? a : b, position),
    rows: async (position) => {
      const [rowA, rowB] = [await logprobRow(a, position), await logprobRow(b, position)];
      return { a: rowA, b: rowB, precision };
    },
  };
}

/** An array of whole distributions and what its rows are. */
export interface SideArray {
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
export async function logprobRow({ array, kind }: SideArray, position: number): Promise<Float32Array> {
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
  if (Number.isNaN(mass))
    throw badFile(`${where} is no distribution: it holds NaN or a negative probability.`);
  throw badFile(
    `${where} is no distribution: its probabilities sum to ${Number(mass.toPrecision(3))}, not 1.`,
    kind === "logprobs" ? "Raw scores of a model belong in logits_a and logits_b." : "Normalise each row.",
  );
}
