import fc from "fast-check";
import { logSoftmax } from "../../src/core/distribution/logSoftmax";
import { truncate } from "../../src/core/distribution/truncated";
import type { TruncatedDistribution } from "../../src/core/model";
import { Draws } from "../../src/core/random";

/** The same cases in every run. */
fc.configureGlobal({ seed: 20260322 });

/** Logits as models give them, with the hard ones mixed in: impossible tokens, ties, huge gaps. */
const logit = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -12, max: 12, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.constant(-Infinity) },
  { weight: 1, arbitrary: fc.double({ min: -1e4, max: 1e4, noNaN: true }) },
);

/** Log-probabilities (size) of any shape, impossible tokens included. */
export function anyLogprobs(size: number): fc.Arbitrary<Float32Array> {
  return fc
    .array(logit, { minLength: size, maxLength: size })
    .filter((logits) => logits.some((value) => value > -Infinity))
    .map((logits) => logSoftmax(Float64Array.from(logits)));
}

/** Two distributions over the same 1 … 40 tokens; every fourth pair is nearly equal. */
export const anyPair: fc.Arbitrary<[Float32Array, Float32Array]> = fc
  .integer({ min: 1, max: 40 })
  .chain((size) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.tuple(anyLogprobs(size), anyLogprobs(size)) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(anyLogprobs(size), fc.double({ min: 1e-6, max: 0.1, noNaN: true }))
          .map(([a, scale]): [Float32Array, Float32Array] => [
            a,
            logSoftmax(a.map((logprob, id) => logprob + scale * Math.sin(id))),
          ]),
      },
    ),
  );

/** A pair and what is left of it when each side lists its own most probable tokens alone. */
export const anyTruncatedPair = anyPair.chain(([a, b]) =>
  fc
    .tuple(fc.integer({ min: 0, max: a.length }), fc.integer({ min: 0, max: b.length }))
    .map(([kA, kB]): TruncatedPair => ({ a, b, listedA: truncate(a, kA), listedB: truncate(b, kB) })),
);

export interface TruncatedPair {
  a: Float32Array;
  b: Float32Array;
  listedA: TruncatedDistribution;
  listedB: TruncatedDistribution;
}

/** Log-probabilities (size) from normal logits: the shape of a language model's, repeatable. */
export function normalLogprobs(size: number, seed: number, scale = 2.5): Float32Array {
  const draws = new Draws(seed, "test", 0);
  return logSoftmax(Float64Array.from({ length: size }, () => scale * draws.normal()));
}

/** ln softmax(logits) in float64 throughout: holds a formula to more digits than float32 log-probabilities can. */
export function float64Logprobs(logits: readonly number[]): Float64Array {
  const max = Math.max(...logits);
  const logSum = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - max), 0));
  return Float64Array.from(logits, (logit) => logit - max - logSum);
}

/** Float32 log-probabilities of logits. */
export function logprobsOf(logits: readonly number[]): Float32Array {
  return logSoftmax(Float64Array.from(logits));
}

/** Float32 log-probabilities of probabilities. */
export function ofProbabilities(...probabilities: number[]): Float32Array {
  return Float32Array.from(probabilities, Math.log);
}
