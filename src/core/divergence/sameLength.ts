/** Refuses a pair of distributions over different vocabularies: aligned arrays are the caller's duty, so it is a bug. */
export function requireSameLength(what: string, a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length)
    throw new RangeError(`${what}: A has ${a.length} log-probabilities, B has ${b.length}`);
}
