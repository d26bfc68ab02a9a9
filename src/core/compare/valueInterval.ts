/** An interval of values of a measure; infinite ends are allowed. Each end belongs to it or not. */
export interface ValueInterval {
  low: number;
  high: number;
  includesLow: boolean;
  includesHigh: boolean;
}

/** Whether a value lies in an interval. NaN lies in none. */
export function isWithin(value: number, { low, high, includesLow, includesHigh }: ValueInterval): boolean {
  return (
    (value > low || (includesLow && value === low)) && (value < high || (includesHigh && value === high))
  );
}

/** How many values lie in an interval. */
export function countWithin(values: ArrayLike<number>, interval: ValueInterval): number {
  let within = 0;
  for (let at = 0; at < values.length; at++) if (isWithin(values[at] as number, interval)) within++;
  return within;
}
