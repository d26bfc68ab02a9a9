/** Coordinates are drawn to a tenth of a pixel: finer is invisible and would make golden files differ for nothing. */
export function pixel(value: number): number {
  return Math.round(value * 10) / 10;
}
