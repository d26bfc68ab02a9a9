import { readCheckpoint } from "../../../src/training/checkpoint";
import type { LlamaWeights } from "../../../src/training/llama-config";

/** Checkpoints of the making, kept by the tool's server under `.cache/models/`. */
const PATH = "/checkpoints/";

/** Bytes stored under a name, or undefined. */
export async function load(name: string): Promise<Uint8Array | undefined> {
  const answer = await fetch(PATH + name);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`Checkpoint ${name}: the tool answered ${answer.status}.`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Replaces what is stored under a name, all at once. */
export async function save(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await fetch(PATH + name, { method: "PUT", body: bytes });
  if (!answer.ok) throw new Error(`Checkpoint ${name}: the tool answered ${answer.status}.`);
}

/** The weights of a stored checkpoint; it must be there. */
export async function loadWeights(name: string): Promise<LlamaWeights> {
  const bytes = await load(name);
  if (!bytes) throw new Error(`There is no checkpoint ${name}: its stage comes first.`);
  return readCheckpoint(bytes).weights;
}
