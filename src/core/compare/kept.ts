import { logSoftmax } from "../distribution/logSoftmax";
import { fromFloat16, toFloat16 } from "./float16";

/** Where rows go that memory has no room for: a file, a blob, an array. Offsets and lengths in bytes. */
export interface ByteStore {
  write(offset: number, bytes: Uint8Array): void | Promise<void>;
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
}

export interface KeptBudget {
  /** Bytes of float32 rows held in memory, at most. */
  memoryBytes: number;
  /** Bytes of float16 rows in the store, at most; 0 without a store. */
  storeBytes: number;
  store?: ByteStore;
}

/** Both models' log-probabilities at one position, temperature 1. */
export interface KeptPair {
  a: Float32Array;
  b: Float32Array;
  /** "float16" where the rows went through the store: log-probabilities to 3 digits, renormalised. */
  precision: "float32" | "float16";
}

/**
 * Whole distributions of a comparison within a budget: as they are in memory while there is room, then as float16 in
 * the store while there is room, else not at all.
 */
export class KeptDistributions {
  private readonly inMemory = new Map<number, KeptPair>();
  private readonly inStore = new Map<number, { offset: number; size: number }>();
  private memoryUsed = 0;
  private storeUsed = 0;
  private droppedPositions = 0;

  constructor(private readonly budget: KeptBudget) {}

  /**
   * Keeps a position's rows if they fit. They are not copied: the caller gives them away. A position is kept once.
   * Rejects with the store's error where writing fails; the position then counts as dropped.
   */
  async keep(position: number, a: Float32Array, b: Float32Array): Promise<void> {
    if (this.inMemory.has(position) || this.inStore.has(position))
      throw new RangeError(`KeptDistributions: position ${position} is kept already`);
    const bytes = a.byteLength + b.byteLength;
    if (this.memoryUsed + bytes <= this.budget.memoryBytes) {
      this.memoryUsed += bytes;
      this.inMemory.set(position, { a, b, precision: "float32" });
      return;
    }
    const store = this.budget.store;
    if (store === undefined || this.storeUsed + bytes / 2 > this.budget.storeBytes) {
      this.droppedPositions++;
      return;
    }
    const offset = this.storeUsed;
    this.storeUsed += bytes / 2;
    try {
      await store.write(offset, new Uint8Array(toFloat16(a).buffer));
      await store.write(offset + a.byteLength / 2, new Uint8Array(toFloat16(b).buffer));
      this.inStore.set(position, { offset, size: a.length });
    } catch (error) {
      this.droppedPositions++;
      throw error;
    }
  }

  /** The rows of a position, or undefined where they were dropped or never kept. */
  async get(position: number): Promise<KeptPair | undefined> {
    const held = this.inMemory.get(position);
    if (held !== undefined) return held;
    const stored = this.inStore.get(position);
    if (stored === undefined || this.budget.store === undefined) return undefined;
    const { offset, size } = stored;
    const bytes = await this.budget.store.read(offset, 4 * size);
    const bits = new Uint16Array(bytes.slice().buffer);
    const row = (from: number) => logSoftmax(fromFloat16(bits.subarray(from, from + size)));
    return { a: row(0), b: row(size), precision: "float16" };
  }

  /** Bytes in use and positions that did not fit, for the person who sets the budget. */
  get usage(): { memoryBytes: number; storeBytes: number; kept: number; dropped: number } {
    return {
      memoryBytes: this.memoryUsed,
      storeBytes: this.storeUsed,
      kept: this.inMemory.size + this.inStore.size,
      dropped: this.droppedPositions,
    };
  }
}
