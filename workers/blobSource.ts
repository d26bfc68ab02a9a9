import type { BlobLike } from "../src/contract/files";
import { badFile } from "../src/core/experiment/badFile";
import type { ByteSource } from "../src/core/experiment/source";

/** A file or blob as a source; only what is asked for is read. */
export function blobSource(blob: BlobLike): ByteSource {
  return { size: blob.size, read: (offset, length) => bytesOf(blob, offset, length) };
}

/** A piece of a file. A file that was moved or changed since it was chosen fails as an ExpectedError. */
export async function bytesOf(blob: BlobLike, offset: number, length: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.slice(offset, Math.min(blob.size, offset + length)).arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badFile(`The file can no longer be read: ${why}`, "It was moved or changed since: open it again.");
  }
}
