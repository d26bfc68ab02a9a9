import { withTemperature } from "../distribution/temperature";
import { mostProbable } from "../distribution/mostProbable";

/**
 * Sharpens (below 1) or flattens (above 1) a distribution. At 0 only the most probable token is left, ties to the
 * lower id; 1 leaves it as it is.
 */
export function applyTemperature(logprobs: Float32Array, temperature: number): Float32Array {
  if (temperature > 0) return withTemperature(logprobs, temperature);
  const onlyBest = new Float32Array(logprobs.length).fill(-Infinity);
  onlyBest[mostProbable(logprobs)] = 0;
  return onlyBest;
}
