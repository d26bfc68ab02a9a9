import { describe, expect, test } from "vitest";
import { bytesSource, type ByteSource } from "../experiment/source";
import { DatasetReading, drawnRows, KEPT_BAD, MOST_AT_ONCE } from "./datasetReading";
import { openDataset } from "./formats";

const ROWS = 5000;
const textOf = (index: number) => `${"x".repeat(index % 40)}é\n${index}`;
const json = (index: number) => JSON.stringify({ text: textOf(index) });
const lines = (row: (index: number) => string, between = "") =>
  Array.from({ length: ROWS }, (_, index) => line(index, row(index), index < ROWS - 1 ? between : "")).join(
    "\n",
  );
const TEXTS: Record<string, string> = {
  "x.jsonl": lines(json),
  "x.csv": `id,text\n${lines((index) => `${index},"${textOf(index)}"`)}`,
  "x.json": `[${lines(json, ",")}]`,
  "one.json": JSON.stringify({ data: Array.from({ length: ROWS }, (_, index) => ({ text: textOf(index) })) }),
};

/** Every 100th row follows a bad one. */
function line(index: number, row: string, end = ""): string {
  if (index % 100 !== 50) return row + end;
  return `${row.startsWith("{") ? "{oops}" : "bad"}${end}\n${row}${end}`;
}

async function readingOf(name: string, mostMarks?: number) {
  let bytes = 0;
  const plain = bytesSource(new TextEncoder().encode(TEXTS[name]));
  const source: ByteSource = {
    size: plain.size,
    read: async (offset, length) => {
      const read = await plain.read(offset, length);
      bytes += read.length;
      return read;
    },
  };
  const reading = new DatasetReading(await openDataset(source, name), mostMarks);
  return { reading, size: plain.size, read: () => bytes };
}

async function scanned(name: string, mostMarks?: number) {
  const all = await readingOf(name, mostMarks);
  for await (const batch of all.reading.scan(() => false)) void batch;
  return all;
}

describe.each(Object.keys(TEXTS))("DatasetReading of %s", (name) => {
  test.each([undefined, 8])("gives any rows again as the scan gave them (marks: %s)", async (mostMarks) => {
    const { reading } = await scanned(name, mostMarks);
    const { rows } = reading.progress;
    expect(reading.progress.ended).toBe(true);
    for (const from of [0, 63, 64, 1000, 2311, rows - 3, rows + 5]) {
      const again = await reading.rows(from, 7);
      expect(again.map(({ index }) => index)).toEqual(
        [0, 1, 2, 3, 4, 5, 6].map((place) => from + place).filter((index) => index < rows),
      );
    }
    expect(await reading.rows(0, 0)).toEqual([]);
    expect((await reading.rows(0, ROWS)).length).toBe(MOST_AT_ONCE);
  });

  test("draws rows by a seed, in the order of the file", async () => {
    const { reading } = await scanned(name);
    const drawn = await reading.sample(50, 3);
    const indices = drawn.map(({ index }) => index);
    expect(indices).toEqual(drawnRows(reading.progress.rows, 50, 3));
    expect(await reading.sample(50, 3)).toEqual(drawn);
    expect((await reading.sample(50, 4)).map(({ index }) => index)).not.toEqual(indices);
  });
});

describe("DatasetReading", () => {
  test("rows keep their lines and values after a jump", async () => {
    const { reading } = await scanned("x.jsonl");
    const [row] = await reading.rows(4321, 1);
    expect(row).toEqual({ index: 4321, line: 4321 + 1 + 43, fields: { text: textOf(4321) } });
    const table = await scanned("x.csv");
    const [cell] = await table.reading.rows(4321, 1);
    // The names, two lines a row, and 43 bad lines.
    expect(cell).toEqual({
      index: 4321,
      line: 2 + 2 * 4321 + 43,
      fields: { id: "4321", text: textOf(4321) },
    });
  });

  test("a jump reads little", async () => {
    const { reading, read, size } = await scanned("x.jsonl");
    const before = read();
    await reading.rows(4000, 5);
    expect(read() - before).toBeLessThan(size / 2);
  });

  test("counts all bad rows and keeps the first", async () => {
    const text = "{}\n{oops\n".repeat(KEPT_BAD + 200);
    const reading = new DatasetReading(
      await openDataset(bytesSource(new TextEncoder().encode(text)), "a.jsonl"),
    );
    for await (const batch of reading.scan(() => false)) void batch;
    expect([reading.progress.rows, reading.progress.bad, reading.bad.length]).toEqual([1200, 1200, KEPT_BAD]);
    expect(reading.bad.at(-1)?.line).toBe(2 * KEPT_BAD);
  });

  test("rows can be looked at before the end, drawn only after it", async () => {
    const { reading } = await readingOf("x.jsonl");
    let stop = false;
    for await (const batch of reading.scan(() => stop)) stop = batch.rows.length > 0;
    expect(reading.progress.ended).toBe(false);
    expect((await reading.rows(4990, 20)).length).toBe(10);
    await expect(reading.sample(5, 1)).rejects.toThrow(/rows are read so far/);
  });
});

describe("drawnRows", () => {
  test("takes every row equally often", () => {
    const counts = new Array<number>(10).fill(0);
    const runs = 6000;
    for (let seed = 0; seed < runs; seed++) {
      const drawn = drawnRows(10, 3, seed);
      expect(new Set(drawn).size).toBe(3);
      for (const row of drawn) counts[row] = (counts[row] as number) + 1;
    }
    // Expected 1800 each; the standard deviation is 35.
    for (const count of counts) expect(Math.abs(count - 0.3 * runs)).toBeLessThan(180);
  });

  test("takes all where there are no more, none of none", () => {
    expect(drawnRows(4, 9, 1)).toEqual([0, 1, 2, 3]);
    expect(drawnRows(0, 9, 1)).toEqual([]);
  });
});
