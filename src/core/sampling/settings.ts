/** How a token is drawn: logits → temperature → top-k → top-p → min-p → draw. */
export interface SamplingSettings {
  /** 0 is greedy: the most probable token, ties to the lower id. */
  temperature: number;
  /** Keep the k most probable tokens; 0 is off. */
  topK: number;
  /** Keep the smallest set of most probable tokens whose mass reaches this; 1 is off. */
  topP: number;
  /** Keep tokens at least this fraction as probable as the most probable one; 0 is off. */
  minP: number;
}
