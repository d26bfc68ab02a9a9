/** Whether a value counts as above: its size (absolute value) exceeds the threshold. NaN does not; −∞ does. */
export function isAbove(value: number, threshold: number): boolean {
  return Math.abs(value) > threshold;
}

/** How many values are above. */
export function countAbove(values: ArrayLike<number>, threshold: number): number {
  let above = 0;
  for (let at = 0; at < values.length; at++) if (isAbove(values[at] as number, threshold)) above++;
  return above;
}
