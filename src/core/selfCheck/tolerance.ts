/** Three sizes of one difference between two next-token distributions. */
export interface Differences {
  /** Largest |p − p′| over the tokens that the reference lists, and all others taken as one. */
  probability: number;
  /** Largest |ln p − ln p′| over the listed tokens, in nats. */
  logprob: number;
  /** Jensen–Shannon divergence in nats, all tokens that are not listed taken as one. */
  js: number;
}

/** The differences in the order in which they are named. */
export const DIFFERENCES = ["probability", "logprob", "js"] as const satisfies readonly (keyof Differences)[];

/**
 * How far two right computations of one model may lie apart. Both round; how much depends on the numbers they compute
 * with. For small shifts δ of the log-probabilities |Δp| ≤ δ/4 and JS ≈ δ²/8, which ties the columns together.
 *
 * fp32 sums of some hundred terms differ by 1e-6 to 1e-4 from device to device. Half precision has 11 bits, logits of
 * some tens are right to a few hundredths. Quantised weights are multiplied with inputs that some kernels round to
 * 8 bits as well, and others do not.
 */
const TOLERANCES: Readonly<Record<string, Differences>> = {
  fp32: { probability: 1e-3, logprob: 5e-3, js: 3e-6 },
  fp16: { probability: 0.025, logprob: 0.1, js: 1.5e-3 },
  q8: { probability: 0.05, logprob: 0.3, js: 6e-3 },
  q4: { probability: 0.05, logprob: 0.3, js: 6e-3 },
  q4f16: { probability: 0.05, logprob: 0.3, js: 6e-3 },
};

/** What is allowed for a number format; of formats that are not listed, what float32 is allowed. */
export function toleranceOf(dtype: string): Differences {
  return TOLERANCES[dtype] ?? (TOLERANCES["fp32"] as Differences);
}

/** The largest of the three as a multiple of what is allowed: above 1 is too far. */
export function excess(differences: Differences, tolerance: Differences): number {
  return Math.max(...DIFFERENCES.map((name) => differences[name] / tolerance[name]));
}
