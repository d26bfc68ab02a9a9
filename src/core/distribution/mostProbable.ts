import type { TokenId } from "../model";
import type { LogprobArray } from "./logSoftmax";

/** The most probable token, ties to the lower id: the one of rank 1. */
export function mostProbable(logprobs: LogprobArray): TokenId {
  let best = 0;
  for (let id = 1; id < logprobs.length; id++) {
    if (logprobs[id]! > logprobs[best]!) best = id;
  }
  return best;
}
