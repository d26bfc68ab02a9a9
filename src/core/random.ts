/**
 * Counter-based randomness: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 *
 * A draw is a pure function of its coordinates, so nothing has a state that could be forgotten: the token drawn at
 * position `t` of sample `i` depends on `(seed, i, t)` alone, whoever writes and wherever generation was resumed.
 */

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** Upper 32 bits of the unsigned 64-bit product `a * b`. */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(cross / 0x10000)) >>> 0;
}

/** Philox4x32 with 10 rounds: 4 unsigned 32-bit words from a counter of 4 and a key of 2. */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter.map((word) => word >>> 0) as [number, number, number, number];
  let k0 = key[0] >>> 0;
  let k1 = key[1] >>> 0;
  for (let round = 0; round < 10; round++) {
    const high0 = mulHigh(M0, c0);
    const low0 = Math.imul(M0, c0) >>> 0;
    const high1 = mulHigh(M1, c2);
    const low1 = Math.imul(M1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/**
 * What a draw is for. Draws of different streams are independent; a number once given to a stream never changes,
 * because recorded results and links depend on it.
 */
export const STREAMS = {
  token: 0,
  problem: 1,
  corpus: 2,
  initialization: 3,
  order: 4,
  bootstrap: 5,
  test: 6,
  control: 7,
} as const;
export type Stream = keyof typeof STREAMS;

/**
 * Uniform number in [0, 1) with 53 random bits at coordinates `(seed, stream, i, t)`.
 *
 * @param seed integer; its lower 53 bits are used
 * @param i sample (or item) index, unsigned 32-bit
 * @param t position (or draw) index, unsigned 32-bit
 */
export function uniform(seed: number, stream: Stream, i: number, t: number): number {
  const words = philox4x32([t, i, STREAMS[stream], 0], seedKey(seed));
  return ((words[0] >>> 5) * 0x4000000 + (words[1] >>> 6)) / 0x20000000000000;
}

function seedKey(seed: number): [number, number] {
  return [seed >>> 0, Math.floor(seed / 0x100000000) >>> 0];
}

/** A sequence of draws for one item: `Draws` walks `t` for fixed `(seed, stream, i)`. */
export class Draws {
  private t = 0;

  constructor(
    private readonly seed: number,
    private readonly stream: Stream,
    private readonly i: number,
  ) {}

  /** Uniform in [0, 1). */
  next(): number {
    return uniform(this.seed, this.stream, this.i, this.t++);
  }

  /** Uniform integer in [low, high], both inclusive. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** One element of a non-empty list. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError("Draws.pick: the list is empty");
    return list[this.integer(0, list.length - 1)] as T;
  }

  /** Standard normal (Box–Muller, one value of each pair). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /** The list in a random order (Fisher–Yates); the argument is left as it is. */
  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  }
}
