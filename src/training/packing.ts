import type { LlamaConfig } from "./llama-config";
import { rotaryTables, type RotaryTables } from "./rope";

/** A prompt and the solution to be learned, as token ids; the solution includes the token that ends it. */
export interface TokenizedExample {
  prompt: readonly number[];
  solution: readonly number[];
}

/** Rows of several examples each, in the plain arrays that a forward pass reads; all (rows, length) row-major. */
export interface PackedBatch extends RotaryTables {
  rows: number;
  length: number;
  ids: Int32Array<ArrayBuffer>;
  /** Number of the example inside its row; padding after the last one counts as one more. */
  segments: Int32Array<ArrayBuffer>;
  /** The token after each token, 0 where nothing is to be learned. */
  targets: Int32Array<ArrayBuffer>;
  /** 1 where the next token belongs to a solution, else 0. */
  weights: Float32Array<ArrayBuffer>;
  /** Cell of the first token of each example inside; these are the given examples from the first on. */
  starts: number[];
  /** Number of ones in `weights`. */
  learnedTokens: number;
}

/**
 * Lays examples one after the other into rows; an example that does not fit starts the next row, and the first that
 * does not fit the last row ends the batch.
 * @throws RangeError when an example is longer than a row
 */
export function packExamples(
  config: LlamaConfig,
  examples: readonly TokenizedExample[],
  rows: number,
  length: number,
): PackedBatch {
  const size = rows * length;
  const ids = new Int32Array(size);
  const segments = new Int32Array(size);
  const targets = new Int32Array(size);
  const weights = new Float32Array(size);
  const positions = new Int32Array(size);
  const starts: number[] = [];
  let learnedTokens = 0;
  for (let row = 0; row < rows; row++) {
    let at = 0;
    let segment = 0;
    for (; starts.length < examples.length; segment++) {
      const { prompt, solution } = examples[starts.length] as TokenizedExample;
      const tokens = [...prompt, ...solution];
      if (tokens.length > length) {
        throw new RangeError(`An example has ${tokens.length} tokens, a row only ${length}.`);
      }
      if (at + tokens.length > length) break;
      starts.push(row * length + at);
      for (let t = 0; t < tokens.length; t++, at++) {
        const cell = row * length + at;
        ids[cell] = tokens[t]!;
        segments[cell] = segment;
        positions[cell] = t;
        if (t + 1 < prompt.length || t + 1 === tokens.length) continue;
        targets[cell] = tokens[t + 1]!;
        weights[cell] = 1;
        learnedTokens++;
      }
    }
    segments.fill(segment, row * length + at, (row + 1) * length);
  }
  const tables = rotaryTables(config, positions);
  return { rows, length, ids, segments, targets, weights, starts, learnedTokens, ...tables };
}
