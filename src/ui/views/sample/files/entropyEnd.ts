/** Nats at which a colour is full where no token is less sure: a choice between two. */
const LEAST_END = Math.LN2;

/** Where the colours of an answer's entropies end: its largest, rounded up to half a nat; NaN counts as none. */
export function entropyEnd(entropies: Float64Array): number {
  let most = LEAST_END;
  for (const value of entropies) if (value > most && value < Infinity) most = value;
  return most === LEAST_END ? LEAST_END : Math.ceil(2 * most) / 2;
}
