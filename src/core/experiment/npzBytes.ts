import { writeNpz, type ArrayToWrite } from "./writeNpz";

/** The file that these arrays make, in memory. */
export async function npzBytes(arrays: readonly ArrayToWrite[]): Promise<Uint8Array> {
  const blocks: Uint8Array[] = [];
  await writeNpz(arrays, (bytes) => void blocks.push(bytes));
  const all = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}
