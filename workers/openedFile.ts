import type { BlobLike, OpenRequest } from "../src/contract/files";
import { badFile } from "../src/core/experiment/badFile";
import { openNpz } from "../src/core/experiment/npzFile";
import {
  MOST_JSON,
  openDistributions,
  type OpenedDistributions,
} from "../src/core/experiment/openDistributions";
import type { ByteSource } from "../src/core/experiment/source";

/** The comparison that files hold; of the arrays, little more than their headers is read. */
export async function openedFile({ npz, json, k }: OpenRequest): Promise<OpenedDistributions> {
  if (json && json.size > MOST_JSON)
    throw badFile(`distributions.json has ${json.size} bytes; at most ${MOST_JSON} are read.`);
  const text = json && new TextDecoder().decode(await bytesOf(json, 0, json.size));
  return openDistributions(await openNpz(blobSource(npz)), text, k);
}

function blobSource(blob: BlobLike): ByteSource {
  return { size: blob.size, read: (offset, length) => bytesOf(blob, offset, length) };
}

async function bytesOf(blob: BlobLike, offset: number, length: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.slice(offset, Math.min(blob.size, offset + length)).arrayBuffer());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badFile(`The file can no longer be read: ${why}`, "It was moved or changed since: open it again.");
  }
}
