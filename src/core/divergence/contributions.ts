/**
 * One token's part of KL(A‖B) in nats: p_A ln(p_A / p_B) from its two log-probabilities. Negative where B gives the
 * token more; 0 where p_A = 0; +∞ where p_B = 0 < p_A. Summed over the vocabulary they are KL(A‖B).
 */
export function klContribution(logprobA: number, logprobB: number): number {
  if (logprobA === -Infinity) return 0;
  return logprobB === -Infinity ? Infinity : Math.exp(logprobA) * (logprobA - logprobB);
}

/**
 * One token's part of JS(A, B) in nats: ½ p_A ln(p_A / m) + ½ p_B ln(p_B / m) with m = ½ (p_A + p_B). Never negative,
 * symmetric, 0 where both agree. Summed over the vocabulary they are JS(A, B).
 *
 * With p the greater probability and the other p·e^−gap it is ½ p [−s − e^−gap (gap + s)], s = ln((1 + e^−gap) / 2):
 * no difference of nearly equal logarithms, so it keeps its digits where A and B nearly agree.
 */
export function jsContribution(logprobA: number, logprobB: number): number {
  const greater = Math.max(logprobA, logprobB);
  const lesser = Math.min(logprobA, logprobB);
  if (greater === -Infinity) return 0;
  if (lesser === -Infinity) return 0.5 * Math.LN2 * Math.exp(greater);
  const gap = greater - lesser;
  const s = Math.log1p(0.5 * Math.expm1(-gap));
  return Math.max(0, 0.5 * Math.exp(greater) * (-s - Math.exp(-gap) * (gap + s)));
}
