import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { ExpectedError } from "../errors";
import { bytesSource } from "../experiment/source";
import { Draws } from "../random";
import { openDataset } from "./formats";

const ROWS = Array.from({ length: 30 }, (_, index) => ({
  question: `How many? ${index}, "é"`,
  answer: index,
}));
const bytesOf = (text: string) => new TextEncoder().encode(text);

const FILES: Record<string, Uint8Array> = {
  "x.jsonl": bytesOf(ROWS.map((row) => JSON.stringify(row)).join("\n")),
  "x.json": bytesOf(JSON.stringify(ROWS, undefined, 1)),
  "columns.json": bytesOf(JSON.stringify({ data: ROWS })),
  "x.csv": bytesOf(
    `question,answer\n${ROWS.map(({ answer }) => `"How, ""${answer}""\n?",${answer}`).join("\n")}`,
  ),
  "x.parquet": new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: "question", data: ROWS.map(({ question }) => question) },
        { name: "answer", data: ROWS.map(({ answer }) => answer) },
        { name: "tags", data: ROWS.map(({ answer }) => ({ a: [answer] })), type: "JSON" },
      ],
      rowGroupSize: 10,
    }),
  ),
};

/** A file after some bytes of it were changed, taken out or doubled, or its end was cut. */
function mutated(bytes: Uint8Array, draws: Draws): Uint8Array {
  let changed = bytes.slice();
  for (let times = draws.integer(1, 6); times > 0; times--) {
    const at = draws.integer(0, changed.length - 1);
    const kind = draws.integer(0, 4);
    if (kind < 2) changed[at] = draws.integer(0, 255);
    else if (kind === 2) changed[at] = draws.pick([0, 10, 13, 34, 44, 91, 93, 123, 125, 255]);
    else if (kind === 3) changed = new Uint8Array([...changed.subarray(0, at), ...changed.subarray(at + 3)]);
    else changed = new Uint8Array([...changed.subarray(0, at), ...changed.subarray(Math.max(0, at - 7))]);
    if (changed.length === 0) return changed;
  }
  return draws.integer(0, 5) === 0 ? changed.subarray(0, draws.integer(0, changed.length)) : changed;
}

describe.each(Object.keys(FILES))("a damaged %s", (name) => {
  test("gives rows and bad rows, or is refused by name", async () => {
    let [whole, partly, refused] = [0, 0, 0];
    for (let mutation = 0; mutation < 600; mutation++) {
      const bytes = mutated(FILES[name] as Uint8Array, new Draws(5, "test", mutation));
      try {
        const opened = await openDataset(bytesSource(bytes), name);
        let [rows, bad, lastLine] = [0, 0, 0];
        for await (const batch of opened.read(opened.start, () => false)) {
          for (const row of batch.rows) {
            expect(row.index).toBe(rows++);
            expect(row.line ?? Infinity).toBeGreaterThan(lastLine);
            lastLine = row.line ?? lastLine;
          }
          bad += batch.bad.length;
          expect(batch.offsets.length).toBe(batch.rows.length);
        }
        if (bad === 0) whole++;
        else partly++;
      } catch (error) {
        if (!(error instanceof ExpectedError)) throw error;
        refused++;
      }
    }
    expect(whole + partly + refused).toBe(600);
    expect(partly + refused).toBeGreaterThan(50);
  });
});
