import { ExpectedError } from "../../core/errors";
import type { LlamaWeights, WeightArray } from "../llama-config";

/** Header entry of one tensor; the offsets are bytes after the header, end exclusive. */
interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [start: number, end: number];
}

/** Bytes before the header: its length, an unsigned 64-bit number. */
const PREFIX = 8;

/**
 * Bytes of a safetensors file with all arrays in float32, in the order of the record. The header is padded so that
 * the numbers start at a multiple of 8, and marked `format: "pt"`, as Python's `transformers` wants it.
 *
 * Format: https://github.com/huggingface/safetensors#format
 */
export function writeSafetensors(weights: LlamaWeights): Uint8Array {
  let end = 0;
  const entries = Object.entries(weights).map(([name, { shape, data }]): [string, Entry] => {
    const start = end;
    end += data.byteLength;
    return [name, { dtype: "F32", shape: [...shape], data_offsets: [start, end] }];
  });
  const text = JSON.stringify({ __metadata__: { format: "pt" }, ...Object.fromEntries(entries) });
  const unpadded = new TextEncoder().encode(text);
  const headerLength = Math.ceil(unpadded.length / 8) * 8;

  const bytes = new Uint8Array(PREFIX + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(" ".charCodeAt(0), PREFIX, PREFIX + headerLength);
  bytes.set(unpadded, PREFIX);
  let position = PREFIX + headerLength;
  for (const { data } of Object.values(weights)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file of float32 arrays. The arrays are copies, in the order of the file.
 *
 * @throws ExpectedError `model-corrupt` when the file is cut, its header is not what the format says, or an array is
 *   not float32; the message says where
 */
export function readSafetensors(bytes: Uint8Array): LlamaWeights {
  if (bytes.length < PREFIX)
    corrupt(`it has ${bytes.length} bytes, fewer than the ${PREFIX} of its shortest part`);
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const start = PREFIX + headerLength;
  if (start > bytes.length)
    corrupt(`its header should end at byte ${start}, but it has ${bytes.length} bytes`);
  const header = parseHeader(bytes.subarray(PREFIX, start));
  return Object.fromEntries(
    Object.entries(header)
      .filter(([name]) => name !== "__metadata__")
      .map(([name, entry]) => [name, readArray(name, entry, bytes.subarray(start))]),
  );
}

function readArray(name: string, entry: unknown, data: Uint8Array): WeightArray {
  if (!isEntry(entry)) corrupt(`the header entry of ${name} lacks a type, a shape or offsets`);
  const { dtype, shape, data_offsets } = entry;
  const [start, end] = data_offsets;
  if (dtype !== "F32") corrupt(`${name} has type ${dtype}; only F32 is read`);
  if (end > data.length) corrupt(`${name} should end at byte ${end} of ${data.length}`);
  const size = 4 * shape.reduce((product, length) => product * length, 1);
  if (end - start !== size)
    corrupt(`${name} of shape [${shape.join(", ")}] needs ${size} bytes, has ${end - start}`);
  return { shape, data: new Float32Array(new Uint8Array(data.subarray(start, end)).buffer) };
}

function parseHeader(bytes: Uint8Array): object {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    corrupt("its header is not JSON");
  }
  if (typeof header !== "object" || header === null) corrupt("its header is not a JSON object");
  return header;
}

function isEntry(entry: unknown): entry is Entry {
  if (typeof entry !== "object" || entry === null) return false;
  const { dtype, shape, data_offsets } = entry as Partial<Record<keyof Entry, unknown>>;
  return typeof dtype === "string" && isSizes(shape) && isSizes(data_offsets) && data_offsets.length === 2;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function corrupt(problem: string): never {
  throw new ExpectedError(
    "model-corrupt",
    `The safetensors file cannot be read: ${problem}.`,
    "Export or download the model again.",
  );
}
