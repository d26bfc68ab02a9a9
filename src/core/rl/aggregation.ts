/**
 * How the losses of single tokens become one number: mean over each answer, then over the answers (GRPO's paper);
 * mean over all tokens (DAPO, TRL's default); or sum over all tokens divided by answers × a fixed length (Dr. GRPO).
 */
export type Aggregation = "sequence-mean" | "token-mean" | { fixedLength: number };

/** Weight of each token of each answer, given the answers' lengths; the loss is the weighted sum over all tokens. */
export function tokenWeights(lengths: readonly number[], aggregation: Aggregation): number[] {
  const tokens = lengths.reduce((total, length) => total + length, 0);
  return lengths.map((length) => {
    if (aggregation === "token-mean") return 1 / tokens;
    if (aggregation === "sequence-mean") return 1 / (lengths.length * length);
    return 1 / (lengths.length * aggregation.fixedLength);
  });
}
