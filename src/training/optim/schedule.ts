export interface CosineSchedule {
  /** Highest learning rate, reached at the end of the warm-up. */
  peak: number;
  /** Learning rate at the last step. */
  final: number;
  /** Steps of linear rise; 0 for none. */
  warmup: number;
  /** Steps altogether, warm-up included. */
  steps: number;
}

/**
 * Learning rate of step `step` (0 for the first): linear rise, then half a cosine from `peak` to `final`
 * (Loshchilov & Hutter, "SGDR", 2017, without restarts). After the last step it stays at `final`.
 */
export function cosineRate(schedule: CosineSchedule, step: number): number {
  const { peak, final, warmup, steps } = schedule;
  if (step < warmup) return (peak * (step + 1)) / warmup;
  const progress = Math.min(1, (step - warmup) / Math.max(1, steps - 1 - warmup));
  return final + ((peak - final) * (1 + Math.cos(Math.PI * progress))) / 2;
}
