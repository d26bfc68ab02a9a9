import { ExpectedError } from "../errors";
import { kernel } from "./kernel/kernel";
import { plainLogSoftmax, plainMax } from "./plainLogSoftmax";

/** An array of log-probabilities (or logits). Models give float32; float64 serves where more digits are wanted. */
export type LogprobArray = Float32Array | Float64Array;

export interface LogSoftmaxOptions {
  /** Divides the logits first; above 0 (default 1). */
  temperature?: number;
  /** Entries to use, from the front: cuts a model's padded logits to its tokenizer's vocabulary (default all). */
  size?: number;
}

/**
 * ln softmax(logits / temperature) as a new float32 array, the sum in float64.
 *
 * The greatest logit is subtracted first, so logits of ±1e4 are safe; a logit of −∞ stays probability 0.
 * Logits that are NaN, +∞ or all −∞ are no distribution: an `ExpectedError` ("model-corrupt") says which.
 */
export function logSoftmax(logits: LogprobArray, options: LogSoftmaxOptions = {}): Float32Array {
  const { temperature = 1, size = logits.length } = options;
  if (!(temperature > 0 && Number.isFinite(temperature) && Number.isFinite(1 / temperature)))
    throw new RangeError(`logSoftmax: temperature ${temperature} is not above 0 and finite`);
  if (!(size >= 1 && size <= logits.length))
    throw new RangeError(`logSoftmax: size ${size} is not within 1 … ${logits.length} (logits)`);
  const cut = logits.subarray(0, size);
  const fast = cut instanceof Float32Array ? kernel() : undefined;
  if (cut instanceof Float32Array && fast !== undefined) {
    fast.load(cut);
    return fast.logSoftmax(requireFinite(fast.max(), size), temperature);
  }
  return plainLogSoftmax(cut, requireFinite(plainMax(cut), size), temperature);
}

function requireFinite(max: number, size: number): number {
  if (Number.isFinite(max)) return max;
  const what =
    max === -Infinity ? "all −∞" : Number.isNaN(max) ? "not all numbers (NaN)" : "not all finite (+∞)";
  throw new ExpectedError(
    "model-corrupt",
    `The model's ${size} logits are ${what}, so they give no probabilities.`,
    "Load the model again, or run it on the other device.",
  );
}
