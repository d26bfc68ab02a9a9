import { kernel } from "../distribution/kernel/kernel";
import { ranks } from "../distribution/ranks";
import { requireSameLength } from "../divergence/sameLength";
import type { TokenId } from "../model";
import { pairStatistics } from "./position";
import type { PairStatistics, PositionStatistics } from "./position";

/** `positionStatistics` in one pass over both rows; equal within 1e-9, infinities included. */
export function positionStatisticsFast(a: Float32Array, b: Float32Array, token: TokenId): PositionStatistics {
  return {
    ...pairStatisticsFast(a, b),
    logprobA: a[token]!,
    logprobB: b[token]!,
    rankA: ranks(a, [token])[0]!,
    rankB: ranks(b, [token])[0]!,
  };
}

/** `pairStatistics` from the kernel's sums; the plain definitions where there is no kernel. */
export function pairStatisticsFast(a: Float32Array, b: Float32Array): PairStatistics {
  requireSameLength("Comparison", a, b);
  const sums = kernel()?.divergence(a, b);
  if (sums === undefined) return pairStatistics(a, b);
  const { pLogP, qLogQ, pGap, qGap, p, q, distance, js, hasZero } = sums;
  return {
    entropyA: 0 - pLogP,
    entropyB: 0 - qLogQ,
    klAB: hasZero && rulesOut(b, a) ? Infinity : Math.max(0, pGap + (q - p)),
    klBA: hasZero && rulesOut(a, b) ? Infinity : Math.max(0, p - q - qGap),
    js: Math.min(Math.LN2, Math.max(0, js)),
    totalVariation: Math.min(1, 0.5 * distance),
  };
}

/** Whether some token is impossible for the one and possible for the other. */
function rulesOut(one: Float32Array, other: Float32Array): boolean {
  for (let i = 0; i < one.length; i++) {
    if (one[i] === -Infinity && other[i]! > -Infinity) return true;
  }
  return false;
}
