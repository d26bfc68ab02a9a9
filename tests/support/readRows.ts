import type { BadRow, DatasetRow } from "../../src/core/datasets/dataset";
import { openDataset } from "../../src/core/datasets/formats";
import { bytesSource, type ByteSource } from "../../src/core/experiment/source";

export interface WholeDataset {
  format: string;
  rows: DatasetRow[];
  bad: BadRow[];
}

/** All rows and bad rows of a data set. */
export async function readRows(from: string | Uint8Array | ByteSource, name?: string): Promise<WholeDataset> {
  const source =
    typeof from === "string"
      ? bytesSource(new TextEncoder().encode(from))
      : from instanceof Uint8Array
        ? bytesSource(from)
        : from;
  const opened = await openDataset(source, name);
  const whole: WholeDataset = { format: opened.format, rows: [], bad: [] };
  for await (const { rows, bad } of opened.read(opened.start, () => false)) {
    whole.rows.push(...rows);
    whole.bad.push(...bad);
  }
  return whole;
}
