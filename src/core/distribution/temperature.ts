import { logSoftmax } from "./logSoftmax";

/**
 * The distribution p^(1/temperature), renormalised: what the model would say at this temperature (above 0).
 * At 1 the same array comes back, not a copy.
 */
export function withTemperature(logprobs: Float32Array, temperature: number): Float32Array {
  return temperature === 1 ? logprobs : logSoftmax(logprobs, { temperature });
}
