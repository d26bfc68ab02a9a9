import type { OpenRequest } from "../src/contract/files";
import { badFile } from "../src/core/experiment/badFile";
import { openNpz } from "../src/core/experiment/npzFile";
import {
  MOST_JSON,
  openDistributions,
  type OpenedDistributions,
} from "../src/core/experiment/openDistributions";
import { blobSource, bytesOf } from "./blobSource";

/** The comparison that files hold; of the arrays, little more than their headers is read. */
export async function openedFile({ npz, json, k }: OpenRequest): Promise<OpenedDistributions> {
  if (json && json.size > MOST_JSON)
    throw badFile(`distributions.json has ${json.size} bytes; at most ${MOST_JSON} are read.`);
  const text = json && new TextDecoder().decode(await bytesOf(json, 0, json.size));
  return openDistributions(await openNpz(blobSource(npz)), text, k);
}
