import { comparedPosition } from "../src/core/compare/comparedPosition";
import { positionStatistics } from "../src/core/compare/position";
import { logSoftmax } from "../src/core/distribution/logSoftmax";
import { plainLogSoftmax, plainMax } from "../src/core/distribution/plainLogSoftmax";
import { Draws } from "../src/core/random";
import type { BenchRow } from "./row";

const REPETITIONS = 150;
const K = 20;
/**
 * `position.<V>`: milliseconds for both entropies, KL both ways, JS, TV, the token's ranks and the top 20 of each model
 * with their ranks under the other, from two rows of log-probabilities, against the plain statistics alone (run.ts: against
 * one token of the raw forward pass, where that is measured too). The target
 * for 151 936 tokens is 1.5 ms.
 * `logSoftmax.<V>`: milliseconds from logits to log-probabilities, against the plain formula.
 */
export async function benchPosition(vocabulary: number): Promise<BenchRow[]> {
  const logitsA = normalLogits(vocabulary, 1, 2.5);
  const noise = normalLogits(vocabulary, 2, 0.3);
  const a = logSoftmax(logitsA);
  const b = logSoftmax(logitsA.map((logit, id) => logit + noise[id]!));
  const token = vocabulary >> 1;
  return [
    row(
      `position.${vocabulary}`,
      milliseconds(() => comparedPosition(a, b, token, K)),
      milliseconds(() => positionStatistics(a, b, token)),
    ),
    row(
      `logSoftmax.${vocabulary}`,
      milliseconds(() => logSoftmax(logitsA)),
      milliseconds(() => plainLogSoftmax(logitsA, plainMax(logitsA), 1)),
    ),
  ];
}

function row(id: string, value: number, baseline: number): BenchRow {
  return { id, value, unit: "ms", baseline, ratio: value / baseline };
}

/** Logits of the shape that language models give, the same in every run. */
function normalLogits(size: number, seed: number, scale: number): Float32Array {
  const draws = new Draws(seed, "test", 0);
  return Float32Array.from({ length: size }, () => scale * draws.normal());
}

/** The least of repeated runs: what other programs on the machine do can only add to it. */
function milliseconds(work: () => unknown): number {
  const times = Array.from({ length: REPETITIONS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}
