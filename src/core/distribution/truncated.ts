import { ExpectedError } from "../errors";
import type { TruncatedDistribution } from "../model";
import { logSumExp } from "./logSumExp";
import { topK } from "./topK";

/** What is left of a full distribution when only its `k` most probable tokens are listed. */
export function truncate(logprobs: Float32Array, k: number): TruncatedDistribution {
  const listed = topK(logprobs, k);
  const others = logprobs.slice();
  for (const id of listed.ids) others[id] = -Infinity;
  return { kind: "truncated", ...listed, rest: logSumExp(others) };
}

/** How far the total mass of a truncated distribution may be from 1: servers round, and some send float16. */
const MASS_TOLERANCE = 1e-2;

/**
 * The distribution itself if it is one; otherwise an `ExpectedError` ("bad-input") that says what is wrong:
 * lengths that differ, an id twice or outside the vocabulary, a log-probability that is NaN or a mass that is not 1.
 */
export function checkTruncated(
  distribution: TruncatedDistribution,
  vocabSize: number,
): TruncatedDistribution {
  const { ids, logprobs, rest } = distribution;
  const refuse = (what: string) => new ExpectedError("bad-input", `A truncated distribution ${what}.`);
  if (ids.length !== logprobs.length)
    throw refuse(`lists ${ids.length} tokens but ${logprobs.length} log-probabilities`);
  const seen = new Set<number>();
  for (const id of ids) {
    if (id >= vocabSize) throw refuse(`lists token ${id}, outside the vocabulary of ${vocabSize}`);
    if (seen.has(id)) throw refuse(`lists token ${id} twice`);
    seen.add(id);
  }
  let mass = Math.exp(rest);
  for (const logprob of logprobs) mass += Math.exp(logprob);
  if (!(Math.abs(mass - 1) <= MASS_TOLERANCE))
    throw refuse(`has a mass of ${mass.toPrecision(6)} instead of 1`);
  return distribution;
}

/** An interval that holds the true value, both ends included. */
export interface Bounds {
  lower: number;
  upper: number;
}

export interface EntropyBoundsOptions {
  vocabSize: number;
  /**
   * Log-probability that no unlisted token exceeds, where one is known: for a pure top-k list its last entry.
   * Without it an unlisted token may hold all the rest (servers add the chosen token to their top-k).
   */
  cap?: number;
}

/**
 * Entropy of a truncated distribution in nats. Lower: the rest packed into as few tokens as `cap` allows. Upper: the
 * rest spread evenly over all unlisted tokens. Entropy is Schur-concave, so nothing lies outside.
 */
export function entropyBounds(distribution: TruncatedDistribution, options: EntropyBoundsOptions): Bounds {
  const { ids, logprobs, rest } = distribution;
  let listed = 0;
  for (const logprob of logprobs) if (logprob > -Infinity) listed -= Math.exp(logprob) * logprob;
  const unlisted = options.vocabSize - ids.length;
  if (rest === -Infinity || unlisted <= 0) return { lower: listed, upper: listed };
  const mass = Math.exp(rest);
  const spread = mass * (Math.log(unlisted) - rest);
  const packed = packedEntropy(rest, options.cap ?? rest);
  return { lower: listed + (packed < spread ? packed : spread), upper: listed + spread };
}

/** −Σ p ln p of a mass e^rest cut into pieces of e^cap and one remainder. */
function packedEntropy(rest: number, cap: number): number {
  if (cap >= rest) return 0 - Math.exp(rest) * rest;
  const pieces = Math.floor(Math.exp(rest - cap));
  const piece = Math.exp(cap);
  const remainder = Math.exp(rest) - pieces * piece;
  return 0 - pieces * piece * cap - (remainder > 0 ? remainder * Math.log(remainder) : 0);
}
