/** Share in [0, 1] of the values that lie strictly above a threshold; NaN counts neither way. 0 where there is no value. */
export function shareAbove(values: ArrayLike<number>, threshold: number): number {
  let above = 0;
  let known = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (Number.isNaN(value)) continue;
    known++;
    if (value > threshold) above++;
  }
  return known === 0 ? 0 : above / known;
}
