import { openAsBlob } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatasetReading } from "../src/core/datasets/datasetReading";
import { openDataset } from "../src/core/datasets/formats";
import type { ByteSource } from "../src/core/experiment/source";
import { Draws } from "../src/core/random";
import type { BenchRow } from "./row";

const BYTES = 100e6;
const REPETITIONS = 3;
const BLOCK = 1024 ** 2;
/** Rows that are shown first, and rows that are drawn. */
const FIRST = 200;
const DRAWN = 200;

/**
 * On 100 MB of JSON Lines, read from the page cache:
 * `dataset.jsonl`: MB/s of reading every row once and checking it, against the same bytes read plainly.
 * `dataset.jsonl.first`: ms from opening to the first 200 rows, against reading the first block plainly.
 * `dataset.jsonl.draw`: ms for 200 rows drawn from all, against one whole reading.
 * `dataset.jsonl.memory`: MB that the heap and its buffers grow by while all is read, at most, against the file's size.
 */
export async function benchDataset(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "dataset-"));
  try {
    const path = join(folder, "rows.jsonl");
    await writeRows(path);
    const source = await sourceOf(path);
    const megabytes = source.size / 1e6;
    const plain = await milliseconds(() => readPlainly(source));
    const scan = await milliseconds(() => scanned(source));
    const first = await milliseconds(() => firstRows(source));
    const block = await milliseconds(() => source.read(0, BLOCK));
    const reading = await scanned(source);
    const draw = await milliseconds(() => reading.sample(DRAWN, 1));
    const memory = await grown(source);
    const perSecond = (time: number): number => (1000 * megabytes) / time;
    return [
      {
        id: "dataset.jsonl",
        value: perSecond(scan),
        unit: "MB/s",
        baseline: perSecond(plain),
        ratio: plain / scan,
      },
      { id: "dataset.jsonl.first", value: first, unit: "ms", baseline: block, ratio: first / block },
      { id: "dataset.jsonl.draw", value: draw, unit: "ms", baseline: scan, ratio: draw / scan },
      {
        id: "dataset.jsonl.memory",
        value: memory,
        unit: "MB",
        baseline: megabytes,
        ratio: memory / megabytes,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Rows like those of word problems, some 250 bytes each. */
async function writeRows(path: string): Promise<void> {
  const file = await open(path, "w");
  const draws = new Draws(1, "test", 0);
  const words = Array.from({ length: 64 }, () => "abcdefghijklmnopqrst".slice(draws.integer(0, 17)));
  try {
    let written = 0;
    for (let index = 0; written < BYTES;) {
      const lines: string[] = [];
      for (let line = 0; line < 2000; line++, index++) {
        const text = Array.from({ length: 20 }, (_, word) => words[(index * 7 + word * word) % 64]).join(" ");
        lines.push(JSON.stringify({ id: index, question: text, answer: `so\n#### ${index}` }));
      }
      const { bytesWritten } = await file.write(`${lines.join("\n")}\n`);
      written += bytesWritten;
    }
  } finally {
    await file.close();
  }
}

async function sourceOf(path: string): Promise<ByteSource> {
  const blob = await openAsBlob(path);
  return {
    size: blob.size,
    read: async (offset, length) =>
      new Uint8Array(await blob.slice(offset, Math.min(blob.size, offset + length)).arrayBuffer()),
  };
}

async function scanned(source: ByteSource): Promise<DatasetReading> {
  const reading = new DatasetReading(await openDataset(source, "rows.jsonl"));
  for await (const batch of reading.scan(() => false)) void batch;
  return reading;
}

async function firstRows(source: ByteSource): Promise<number> {
  const reading = new DatasetReading(await openDataset(source, "rows.jsonl"));
  let rows = 0;
  for await (const batch of reading.scan(() => rows >= FIRST)) rows += batch.rows.length;
  return rows;
}

async function readPlainly(source: ByteSource): Promise<void> {
  for (let at = 0; at < source.size; at += BLOCK) await source.read(at, BLOCK);
}

/** MB in use beyond what was before, at most, looked at after every batch. */
async function grown(source: ByteSource): Promise<number> {
  const used = (): number => {
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1e6;
  };
  const before = used();
  let most = 0;
  const reading = new DatasetReading(await openDataset(source, "rows.jsonl"));
  for await (const batch of reading.scan(() => false)) {
    void batch;
    most = Math.max(most, used() - before);
  }
  return most;
}

/** The least of repeated runs: what other programs on the machine do can only add to it. */
async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
