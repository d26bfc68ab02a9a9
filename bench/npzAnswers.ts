import { openAsBlob } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OpenedAnswers } from "../src/core/experiment/answers/openAnswers";
import { AnswersWriter } from "../src/core/experiment/answers/writeAnswers";
import { openNpzDirectory } from "../src/core/experiment/npzFile";
import { writeNpz } from "../src/core/experiment/writeNpz";
import { logSoftmax } from "../src/core/distribution/logSoftmax";
import { Draws } from "../src/core/random";
import type { BenchRow } from "./row";

const QUESTIONS = 50;
const SAMPLES = 4;
const TOKENS = 50;
const VOCABULARY = 50_257;
const REPETITIONS = 3;
const READ = 4 * 1024 ** 2;

/**
 * `npz.open.2gb`: milliseconds from the files to the first answer's tokens and the 50 most probable candidates of one
 * position in the last, of an archive with 200 answers of 50 tokens (V = 50 257, float32: 2.0 GB); against reading the
 * archive once, plainly. Both read from the page cache.
 */
export async function benchAnswerArchive(): Promise<BenchRow> {
  const folder = await mkdtemp(join(tmpdir(), "answers-"));
  try {
    const path = join(folder, "distributions.npz");
    const json = await write(path);
    const value = await least(() => look(path, json));
    const baseline = await least(() => readWhole(path));
    return { id: "npz.open.2gb", value, unit: "ms", baseline, ratio: baseline / value };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function write(path: string): Promise<string> {
  const draws = new Draws(1, "test", 0);
  const row = logSoftmax(Float32Array.from({ length: VOCABULARY }, () => -12 * draws.next()));
  const ids = Array.from({ length: TOKENS }, (_, at) => at);
  const answers = Array.from({ length: SAMPLES }, () => ({ author: "a", text: "text", ids }));
  let json = "";
  const writer = new AnswersWriter({
    content: "logprobs",
    precision: "float32",
    k: 0,
    temperature: 1,
    model: {
      id: "bench",
      dtype: "fp32",
      device: "wasm",
      vocabSize: VOCABULARY,
      logitsWidth: VOCABULARY,
      contextLength: 2048,
      tokenizer: "bench",
      chat: false,
      endOfText: [],
    },
    metadata: {},
    questions: Array.from({ length: QUESTIONS }, (_, index) => ({
      index,
      question: `Question ${index}`,
      prompt: "",
      answers,
    })),
    rows: async function* () {
      for (let at = 0; at < TOKENS; at++) yield row;
    },
    look: async (wanted) => [...wanted].map((id) => ({ id, text: ` token${id}`, kind: "text" as const })),
    json: (text) => void (json += text),
  });
  await writer.begin();
  const file = await open(path, "w");
  try {
    await writeNpz(writer.arrays(), async (bytes) => void (await file.write(bytes)));
  } finally {
    await file.close();
  }
  await writer.finish();
  return json;
}

async function look(path: string, json: string): Promise<void> {
  const blob = await openAsBlob(path);
  const read = async (offset: number, length: number) =>
    new Uint8Array(await blob.slice(offset, Math.min(blob.size, offset + length)).arrayBuffer());
  const answers = new OpenedAnswers(await openNpzDirectory({ size: blob.size, read }), json);
  await answers.tokens(0, 0);
  await answers.position(QUESTIONS - 1, SAMPLES - 1, TOKENS - 1, { offset: 0, limit: 50 });
}

async function readWhole(path: string): Promise<void> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(READ);
    while ((await file.read(buffer, 0, READ)).bytesRead > 0);
  } finally {
    await file.close();
  }
}

/** The least of repeated runs, in milliseconds: what other programs on the machine do can only add to it. */
async function least(work: () => Promise<void>): Promise<number> {
  let found = Infinity;
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const start = performance.now();
    await work();
    found = Math.min(found, performance.now() - start);
  }
  return found;
}
