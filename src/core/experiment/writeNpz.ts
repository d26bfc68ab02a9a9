/** Writes NPZ files as a stream: whatever the arrays' size, a few megabytes are held. */
import { countOf, npyHeader, sizeOf, type NpyType } from "./npy";
import { Reader, Writer, ZipWriter } from "./zipLibrary";

/** Bytes that go to the sink at once. */
const BLOCK = 4 * 1024 ** 2;
/** 1 January 1980, the zip format's first day, so that equal arrays make equal files. */
const FIRST_DAY = 0x0021_0000;

/** An array that is made while it is written. */
export interface ArrayToWrite {
  name: string;
  type: NpyType;
  shape: readonly number[];
  /** The array's bytes in order, in pieces of any size; as many as type and shape say. */
  bytes: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Takes bytes in order; the next come when its promise resolves. The array is the sink's own. */
export type ByteSink = (bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>;

/** Bytes that the arrays have in all: what progress is held against. The zip adds some 300 per array. */
export function arrayBytes(arrays: readonly Pick<ArrayToWrite, "type" | "shape">[]): number {
  return arrays.reduce((sum, { type, shape }) => sum + countOf(shape) * sizeOf(type), 0);
}

/**
 * Writes arrays one after another, stored as they are (zip64 where they are larger than 4 GB), so that any row of any
 * array can be read on its own. What the sink or an array throws is thrown on.
 */
export async function writeNpz(arrays: Iterable<ArrayToWrite>, sink: ByteSink): Promise<void> {
  const blocks = new BlockWriter(sink);
  const zip = new ZipWriter(blocks, {
    level: 0,
    keepOrder: true,
    extendedTimestamp: false,
    rawLastModDate: FIRST_DAY,
  });
  for (const array of arrays) await zip.add(`${array.name}.npy`, new ArrayReader(array));
  await zip.close();
  await blocks.flush();
}

/** Collects what zip.js writes into blocks of one size. */
class BlockWriter extends Writer<void> {
  private block = new Uint8Array(BLOCK);
  private used = 0;

  constructor(private readonly sink: ByteSink) {
    super();
  }

  override async writeUint8Array(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + BLOCK - this.used);
      this.block.set(part, this.used);
      this.used += part.length;
      at += part.length;
      if (this.used === BLOCK) await this.flush();
    }
  }

  async flush(): Promise<void> {
    if (this.used === 0) return;
    const full = this.used === BLOCK ? this.block : this.block.slice(0, this.used);
    this.used = 0;
    this.block = new Uint8Array(BLOCK);
    await this.sink(full);
  }

  override async getData(): Promise<void> {}
}

/** An array as zip.js reads it, from beginning to end: header, then the bytes as they are made. */
class ArrayReader extends Reader<ArrayToWrite> {
  private readonly pieces: AsyncIterator<Uint8Array>;
  private rest: Uint8Array;
  private at = 0;

  constructor(private readonly array: ArrayToWrite) {
    super(array);
    this.rest = npyHeader(array.type, array.shape);
    this.size = this.rest.length + arrayBytes([array]);
    this.pieces = inOrder(array.bytes());
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    if (index !== this.at)
      throw new Error(`“${this.array.name}” is written once: byte ${this.at} is next, not ${index}`);
    const wanted = Math.min(length, this.size - index);
    if (this.rest.length === 0) await this.next();
    // A piece that is long enough is handed on without a copy.
    if (this.rest.length >= wanted) return this.take(wanted);
    const bytes = new Uint8Array(wanted);
    for (let filled = 0; filled < wanted;) {
      if (this.rest.length === 0) await this.next();
      const part = this.take(Math.min(this.rest.length, wanted - filled));
      bytes.set(part, filled);
      filled += part.length;
    }
    return bytes;
  }

  private take(length: number): Uint8Array {
    const part = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    this.at += length;
    return part;
  }

  private async next(): Promise<void> {
    const result = await this.pieces.next();
    if (result.done === true)
      throw new Error(`“${this.array.name}” ended after ${this.at} of ${this.size} bytes`);
    this.rest = result.value;
  }
}

async function* inOrder(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
