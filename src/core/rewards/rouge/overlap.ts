/** How far two texts agree; all from 0 to 1. */
export interface Overlap {
  /** Share of the answer that the reference has too. */
  precision: number;
  /** Share of the reference that the answer has too. */
  recall: number;
  /** Their harmonic mean; 0 where both are 0. */
  fmeasure: number;
}

/** The overlap of `shared` of an answer's and a reference's units; 0 for a side that has none. */
export function overlapOf(shared: number, answer: number, reference: number): Overlap {
  const precision = shared / Math.max(1, answer);
  const recall = shared / Math.max(1, reference);
  const fmeasure = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, fmeasure };
}
