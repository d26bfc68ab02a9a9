import { Inflate } from "fflate";
import { badFile } from "./badFile";
import type { ByteSource } from "./source";

/** Compressed bytes taken in at once: even at deflate's highest ratio (1032) they become 17 MB. */
const PIECE = 16 * 1024;

/** Where a deflated entry lies within its file. Bytes. */
export interface DeflatedPlace {
  name: string;
  offset: number;
  compressed: number;
  /** What it says it becomes; more is never taken. */
  size: number;
}

/**
 * The unpacked bytes of a deflated entry, read forwards: what lies before is unpacked and let go, what lies behind
 * makes it begin anew. Memory is bounded by what is asked for at once.
 */
export class InflatedSource implements ByteSource {
  private inflate!: Inflate;
  /** Compressed bytes taken in so far. */
  private taken = 0;
  /** Unpacked bytes so far, and those of them that are still held. */
  private produced = 0;
  private held: Uint8Array[] = [];
  private heldFrom = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: ByteSource,
    private readonly place: DeflatedPlace,
  ) {
    this.restart();
  }

  get size(): number {
    return this.place.size;
  }

  /** One read at a time: they share one place in the stream. */
  read(offset: number, length: number): Promise<Uint8Array> {
    const reading = this.turn.then(() => this.readNow(offset, length));
    this.turn = reading.catch(() => undefined);
    return reading;
  }

  private async readNow(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(this.size, offset + length);
    if (offset >= end) return new Uint8Array(0);
    if (offset < this.heldFrom) this.restart();
    this.drop(offset);
    while (this.produced < end) {
      await this.takeIn();
      this.drop(offset);
    }
    return this.gather(offset, end);
  }

  private restart(): void {
    this.taken = 0;
    this.produced = 0;
    this.held = [];
    this.heldFrom = 0;
    this.inflate = new Inflate((bytes) => {
      this.produced += bytes.length;
      this.held.push(bytes);
    });
  }

  private async takeIn(): Promise<void> {
    const { name, offset, compressed } = this.place;
    const left = compressed - this.taken;
    if (left <= 0) throw badFile(`“${name}” is cut: it has ${this.produced} of ${this.size} bytes.`);
    const piece = await this.file.read(offset + this.taken, Math.min(PIECE, left));
    if (piece.length === 0) throw badFile(`“${name}” is cut: the file ends within it.`);
    this.taken += piece.length;
    try {
      // The last piece is not announced as such: a stream that goes on is cut where its size says so.
      this.inflate.push(piece.slice(), false);
    } catch (error) {
      throw badFile(`“${name}” is damaged: ${error instanceof Error ? error.message : String(error)}.`);
    }
    if (this.produced > this.size)
      throw badFile(
        `“${name}” unpacks to more than the ${this.size} bytes it says it has.`,
        "It was edited or made to fill the memory: do not use it.",
      );
  }

  /** Lets go of whole pieces that end before `offset`. */
  private drop(offset: number): void {
    while (this.held[0] !== undefined && this.heldFrom + this.held[0].length <= offset) {
      this.heldFrom += this.held[0].length;
      this.held.shift();
    }
  }

  private gather(from: number, to: number): Uint8Array {
    const bytes = new Uint8Array(to - from);
    let at = this.heldFrom;
    for (const piece of this.held) {
      const start = Math.max(from, at);
      const end = Math.min(to, at + piece.length);
      if (start < end) bytes.set(piece.subarray(start - at, end - at), start - from);
      at += piece.length;
    }
    return bytes;
  }
}
