import type { LogprobArray } from "./logSoftmax";

/**
 * ln softmax((logits − max) / temperature) of logits whose greatest is `max`, as written, the sum in float64.
 * The judge of the kernel's, and what runs where there is none.
 */
export function plainLogSoftmax(logits: LogprobArray, max: number, temperature: number): Float32Array {
  let sum = 0;
  for (const logit of logits) sum += Math.exp((logit - max) / temperature);
  const logSum = Math.log(sum);
  const logprobs = new Float32Array(logits.length);
  for (let id = 0; id < logits.length; id++) logprobs[id] = (logits[id]! - max) / temperature - logSum;
  return logprobs;
}

/** The greatest of the logits; NaN where one is NaN. */
export function plainMax(logits: LogprobArray): number {
  let max = -Infinity;
  for (const logit of logits) max = Math.max(max, logit);
  return max;
}
