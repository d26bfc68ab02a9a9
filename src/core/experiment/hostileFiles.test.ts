import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { packBlock } from "../compare/block";
import { comparedPosition } from "../compare/comparedPosition";
import type { CompareEvent } from "../compare/events";
import { logSoftmax } from "../distribution/logSoftmax";
import { ExpectedError } from "../errors";
import type { ModelInfo, Token } from "../model";
import { Draws, uniform } from "../random";
import { npyHeader } from "./npy";
import { npzBytes } from "./npzBytes";
import { openNpz } from "./npzFile";
import { looksOf, openDistributions } from "./openDistributions";
import { bundleJson, isBundle, parseBundle } from "./runBundle";
import { bytesSource } from "./source";
import { distributionArrays, distributionsJson } from "./writeDistributions";

const V = 12;
const ids = [3, 1, 11];
const info: ModelInfo = {
  id: "base",
  dtype: "fp32",
  device: "wasm",
  vocabSize: V,
  logitsWidth: V,
  contextLength: 64,
  tokenizer: "t",
  chat: false,
  endOfText: [],
};
const row = (side: number, t: number) =>
  logSoftmax(Float32Array.from({ length: V }, (_, id) => 4 * uniform(side, "test", t, id)));
const block = packBlock(
  0,
  ids.map((token, t) => comparedPosition(row(1, t), row(2, t), token, 3)),
);
const tokens = Array.from({ length: V }, (_, id): Token => ({ id, text: `t${id}`, kind: "text" }));

/** Ours, stored. */
async function storedFile(): Promise<Uint8Array> {
  const written = {
    a: info,
    b: info,
    prompt: "p",
    rendered: "p",
    chat: false,
    promptIds: [4],
    block,
    temperature: 1,
    k: 3,
    tokens,
    content: "logprobs" as const,
    precision: "float32" as const,
    rows: async function* (side: "a" | "b") {
      for (let t = 0; t < ids.length; t++) yield row(side === "a" ? 1 : 2, t);
    },
  };
  return npzBytes(distributionArrays(written, distributionsJson(written)));
}

/** As savez_compressed writes it, without statistics. */
function deflatedFile(): Uint8Array {
  const npy = (type: "int32" | "float32", shape: number[], numbers: Int32Array | Float32Array) => {
    const header = npyHeader(type, shape);
    const bytes = new Uint8Array(header.length + numbers.byteLength);
    bytes.set(header);
    bytes.set(new Uint8Array(numbers.buffer), header.length);
    return bytes;
  };
  const matrix = (side: number) =>
    npy("float32", [3, V], Float32Array.from(ids.flatMap((_, t) => [...row(side, t)])));
  return zipSync({
    "ids.npy": npy("int32", [3], Int32Array.from(ids)),
    "logits_a.npy": matrix(1),
    "logits_b.npy": matrix(2),
  });
}

/** Reads everything that the page would read of a file. */
async function readAll(bytes: Uint8Array): Promise<void> {
  const file = await openDistributions(await openNpz(bytesSource(bytes)), undefined, 3);
  for await (const read of file.blocks()) looksOf(file, read.candidateIds);
  await file.remarks();
  for (const [position] of file.ids.entries()) await file.rows(position);
}

function readBundle(text: string): void {
  let contents: unknown;
  try {
    contents = JSON.parse(text);
  } catch {
    return; // whoever opens files says that it is no JSON
  }
  if (isBundle(contents)) parseBundle(contents);
}

/** One to four damages: bytes changed, cut, doubled, taken out, or a length set to something absurd. */
function mutated(bytes: Uint8Array, draws: Draws): Uint8Array {
  const below = (limit: number) => draws.integer(0, limit - 1);
  let result = bytes.slice();
  for (let times = 1 + below(4); times > 0; times--) {
    const at = below(Math.max(1, result.length));
    const length = 1 + below(40);
    switch (below(6)) {
      case 0:
        result[at] = below(256);
        break;
      case 1:
        result = result.slice(0, at);
        break;
      case 2:
        result = Uint8Array.from([...result.subarray(0, at), ...result.subarray(at + length)]);
        break;
      case 3:
        result = Uint8Array.from([...result.subarray(0, at + length), ...result.subarray(at)]);
        break;
      case 4:
        result.fill(below(2) * 255, at, at + 1 + below(8));
        break;
      default:
        // Near the end lie the directory and its sizes.
        result[Math.max(0, result.length - 1 - below(400))] = below(256);
    }
  }
  return result;
}

const MUTATIONS = 10_000;

describe("hostile files", () => {
  it(`end in a named error or are read, whatever is changed in them (${MUTATIONS} mutations)`, async () => {
    const request = { prompt: "p", chat: false, temperature: 1, k: 3 };
    const events: CompareEvent[] = [
      {
        type: "compare-start",
        run: 0,
        prompt: [tokens[4]!],
        solution: ids.map((id) => tokens[id]!),
        rendered: "p",
        a: info,
        b: info,
      },
      { type: "compare-block", run: 0, block, tokens },
      { type: "compare-end", run: 0, milliseconds: 1 },
    ];
    const bundle = new TextEncoder().encode(bundleJson("#/compare?m=tv", { request }, events));
    const files = [await storedFile(), deflatedFile(), bundle];
    const counts = { read: 0, refused: 0 };
    for (let mutation = 0; mutation < MUTATIONS; mutation++) {
      const bytes = mutated(files[mutation % 3]!, new Draws(1, "test", mutation));
      try {
        if (mutation % 3 === 2) readBundle(new TextDecoder().decode(bytes));
        else await readAll(bytes);
        counts.read++;
      } catch (error) {
        if (!(error instanceof ExpectedError)) throw new Error(`mutation ${mutation}`, { cause: error });
        expect(error.message.length, `message of mutation ${mutation}`).toBeLessThan(700);
        expect(error.hint).toBeTruthy();
        counts.refused++;
      }
    }
    expect(counts.read).toBeGreaterThan(500);
    expect(counts.refused).toBeGreaterThan(2000);
  }, 300_000);

  it("that unpack to more than they say are stopped there", async () => {
    const huge = zipSync({ "ids.npy": new Uint8Array(50_000_000) });
    // The directory's size of the content, after a signature and 20 bytes; the local one is not believed at all.
    const at = huge.findIndex(
      (_, i) => huge[i] === 0x50 && huge[i + 1] === 0x4b && huge[i + 2] === 1 && huge[i + 3] === 2,
    );
    const view = new DataView(huge.buffer, huge.byteOffset);
    view.setUint32(at + 24, 500, true);
    await expect(openNpz(bytesSource(huge))).rejects.toThrow(
      /more than the 500 bytes it says|cannot be read/,
    );
    view.setUint32(at + 24, 0xfffffff0, true);
    await expect(openNpz(bytesSource(huge))).rejects.toThrow(/impossible|cannot be read/);
  });

  it("that are no zip, no array or cut say so", async () => {
    const cases: [Uint8Array, RegExp][] = [
      [new Uint8Array(0), /cannot be read/],
      [new TextEncoder().encode("{}"), /cannot be read/],
      [zipSync({ "a.txt": new Uint8Array(3) }), /no numpy array/],
      [zipSync({ "a.npy": new TextEncoder().encode("hello world, hello") }), /is not a numpy array/],
      [(await storedFile()).subarray(0, 900), /cannot be read/],
    ];
    for (const [bytes, message] of cases) {
      const failing = openNpz(bytesSource(bytes));
      await expect(failing).rejects.toThrow(message);
      await expect(failing).rejects.toBeInstanceOf(ExpectedError);
    }
  });
});
