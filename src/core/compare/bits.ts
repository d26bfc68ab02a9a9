/** Nats as bits. */
export function natsToBits(nats: number): number {
  return nats / Math.LN2;
}

/** Bits as nats. */
export function bitsToNats(bits: number): number {
  return bits * Math.LN2;
}
