import type { LogprobArray } from "./logSoftmax";

/** Shannon entropy −Σ p ln p in nats, from log-probabilities; 0·ln 0 = 0. Between 0 (one-hot) and ln V (uniform). */
export function entropy(logprobs: LogprobArray): number {
  let sum = 0;
  for (const logprob of logprobs) {
    if (logprob !== -Infinity) sum += Math.exp(logprob) * logprob;
  }
  return 0 - sum;
}
