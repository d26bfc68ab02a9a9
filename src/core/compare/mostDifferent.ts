/**
 * Positions with the largest values in size, largest first, ties by position; only those within `range` (both ends
 * inclusive) where one is given. Positions of size 0 and NaN are no difference and left out.
 */
export function mostDifferent(
  values: ArrayLike<number>,
  count: number,
  range: readonly [number, number] | null = null,
): number[] {
  const [from, to] = range ?? [0, values.length - 1];
  const sizeAt = (position: number) => Math.abs(values[position] ?? NaN);
  const positions: number[] = [];
  for (let position = Math.max(0, from); position <= Math.min(to, values.length - 1); position++) {
    if (sizeAt(position) > 0) positions.push(position);
  }
  const bySize = (x: number, y: number) => (sizeAt(x) === sizeAt(y) ? x - y : sizeAt(y) - sizeAt(x));
  return positions.sort(bySize).slice(0, count);
}
