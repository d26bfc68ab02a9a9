import { describe, expect, it } from "vitest";
import type { LlamaWeights } from "../llama-config";
import { readSafetensors, writeSafetensors } from "./safetensors";

const WEIGHTS: LlamaWeights = {
  "model.norm.weight": { shape: [3], data: Float32Array.of(1, -0, Infinity) },
  größe: { shape: [2, 2], data: Float32Array.of(1e-45, 3.4e38, 0.1, -7) },
  none: { shape: [0, 4], data: new Float32Array(0) },
  one: { shape: [], data: Float32Array.of(5) },
};

/** A file with this header and this many bytes of data, all zero. */
function file(header: string, dataLength: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataLength);
  bytes[0] = text.length;
  bytes.set(text, 8);
  return bytes;
}

describe("writeSafetensors", () => {
  it("writes a length, a JSON header padded to 8 bytes, and the numbers in order", () => {
    const bytes = writeSafetensors({ a: { shape: [1, 2], data: Float32Array.of(1, 2) } });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    expect(length % 8).toBe(0);
    expect(JSON.parse(header)).toEqual({
      __metadata__: { format: "pt" },
      a: { dtype: "F32", shape: [1, 2], data_offsets: [0, 8] },
    });
    expect([...new Float32Array(bytes.slice(8 + length).buffer)]).toEqual([1, 2]);
  });

  it("writes what readSafetensors reads, to the last bit", () => {
    expect(readSafetensors(writeSafetensors(WEIGHTS))).toEqual(WEIGHTS);
  });

  it("writes only the part of a buffer that an array shows", () => {
    const data = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    expect([...(readSafetensors(writeSafetensors({ part: { shape: [2], data } })).part?.data ?? [])]).toEqual(
      [1, 2],
    );
  });
});

describe("readSafetensors", () => {
  it("reads from the middle of a larger buffer, aligned or not", () => {
    const bytes = writeSafetensors(WEIGHTS);
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(readSafetensors(larger.subarray(3, 3 + bytes.length))).toEqual(WEIGHTS);
  });

  it.each([
    ["an empty file", new Uint8Array(0), "it has 0 bytes"],
    ["a file cut within its header", writeSafetensors(WEIGHTS).subarray(0, 40), "but it has 40 bytes"],
    [
      "a file cut within its numbers",
      writeSafetensors(WEIGHTS).subarray(0, -1),
      "one should end at byte 32 of 31",
    ],
    [
      "a page instead of a file",
      new TextEncoder().encode("<!doctype html><p>Not found"),
      "its header should end",
    ],
    ["a header that is not JSON", file("{", 0), "its header is not JSON"],
    ["a header that is not an object", file("4", 0), "not a JSON object"],
    ["an entry without offsets", file('{"a":{"dtype":"F32","shape":[1]}}', 4), "the header entry of a lacks"],
    [
      "negative offsets",
      file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}', 4),
      "entry of a lacks",
    ],
    ["another type", file('{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}', 4), "a has type BF16"],
    [
      "a wrong shape",
      file('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4),
      "needs 8 bytes, has 4",
    ],
  ])("refuses %s and says why", (_, bytes, problem) => {
    expect(() => readSafetensors(bytes)).toThrow(problem);
  });
});
