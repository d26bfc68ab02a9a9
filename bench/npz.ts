import { openAsBlob } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesOf } from "../src/core/experiment/npy";
import { openNpz } from "../src/core/experiment/npzFile";
import { arrayBytes, writeNpz, type ArrayToWrite } from "../src/core/experiment/writeNpz";
import { Draws } from "../src/core/random";
import { benchAnswerArchive } from "./npzAnswers";
import type { BenchRow } from "./row";

const POSITIONS = 512;
const VOCABULARY = 50_257;
const REPETITIONS = 3;
/** Bytes per write and per read of the plain copy. */
const BLOCK = 4 * 1024 ** 2;

/**
 * `npz.write`: MB/s of two models' float32 rows (T = 512, V = 50 257: 206 MB) into a file, against the same bytes written
 * plainly. `npz.open`: MB/s of opening that file and reading every row of both arrays once, against the same bytes read
 * plainly; both read from the page cache. `npz.open.2gb`: see npzAnswers.ts.
 */
export async function benchNpz(wanted: (id: string) => boolean): Promise<BenchRow[]> {
  return [
    ...(wanted("npz.write") || wanted("npz.open") ? await benchOneArchive() : []),
    ...(wanted("npz.open.2gb") ? [await benchAnswerArchive()] : []),
  ];
}

async function benchOneArchive(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "npz-"));
  try {
    const row = rowOf();
    const arrays = ["logprobs_a", "logprobs_b"].map((name) => arrayOf(name, row));
    const megabytes = arrayBytes(arrays) / 1e6;
    const path = join(folder, "bench.npz");
    const plain = join(folder, "plain");
    const written = await seconds(() => writeTo(path, (write) => writeNpz(arrays, write)));
    const copied = await seconds(() => writeTo(plain, (write) => copyRows(arrays, write)));
    const opened = await seconds(() => readRows(path));
    const reread = await seconds(() => readPlainly(path));
    return [rate("npz.write", megabytes, written, copied), rate("npz.open", megabytes, opened, reread)];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function rate(id: string, megabytes: number, time: number, baseline: number): BenchRow {
  return {
    id,
    value: megabytes / time,
    unit: "MB/s",
    baseline: megabytes / baseline,
    ratio: baseline / time,
  };
}

function rowOf(): Float32Array {
  const draws = new Draws(1, "test", 0);
  return Float32Array.from({ length: VOCABULARY }, () => -12 * draws.next());
}

function arrayOf(name: string, row: Float32Array): ArrayToWrite {
  const bytes = function* () {
    for (let t = 0; t < POSITIONS; t++) yield bytesOf("float32", row);
  };
  return { name, type: "float32", shape: [POSITIONS, VOCABULARY], bytes };
}

async function writeTo(
  path: string,
  work: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const file = await open(path, "w");
  try {
    await work(async (bytes) => void (await file.write(bytes)));
  } finally {
    await file.close();
  }
}

/** The same bytes in blocks of the same size, without a zip around them. */
async function copyRows(arrays: readonly ArrayToWrite[], write: (bytes: Uint8Array) => Promise<void>) {
  const block = new Uint8Array(BLOCK);
  let used = 0;
  for (const array of arrays) {
    for await (const piece of array.bytes()) {
      for (let at = 0; at < piece.length;) {
        const part = piece.subarray(at, at + BLOCK - used);
        block.set(part, used);
        used += part.length;
        at += part.length;
        if (used < BLOCK) continue;
        await write(block);
        used = 0;
      }
    }
  }
  await write(block.subarray(0, used));
}

async function readRows(path: string): Promise<void> {
  const blob = await openAsBlob(path);
  const read = async (offset: number, length: number) =>
    new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
  const { arrays } = await openNpz({ size: blob.size, read });
  for (const array of arrays.values()) {
    for (let t = 0; t < POSITIONS; t++) await array.rows(t, 1);
  }
}

async function readPlainly(path: string): Promise<void> {
  const blob = await openAsBlob(path);
  const row = 4 * VOCABULARY;
  for (let at = 0; at < blob.size; at += row) await blob.slice(at, at + row).arrayBuffer();
}

/** The least of repeated runs: what other programs on the machine do can only add to it. */
async function seconds(work: () => Promise<void>): Promise<number> {
  let least = Infinity;
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const start = performance.now();
    await work();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}
