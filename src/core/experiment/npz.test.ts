import { describe, expect, it } from "vitest";
import { bytesOf } from "./npy";
import { npzBytes } from "./npzBytes";
import { openNpz } from "./npzFile";
import { bytesSource, type ByteSource } from "./source";
import { writeNpz, type ArrayToWrite } from "./writeNpz";

function counting(source: ByteSource) {
  const counter = { bytes: 0 };
  const read = async (offset: number, length: number) => {
    const bytes = await source.read(offset, length);
    counter.bytes += bytes.length;
    return bytes;
  };
  return { source: { size: source.size, read }, counter };
}

const matrix: ArrayToWrite = {
  name: "matrix",
  type: "float32",
  shape: [1000, 500],
  bytes: function* () {
    for (let row = 0; row < 1000; row++)
      yield bytesOf(
        "float32",
        Float32Array.from({ length: 500 }, (_, column) => row + column / 1024),
      );
  },
};

describe("writeNpz and openNpz", () => {
  it("gives back type, shape and numbers of every array", async () => {
    const ids: ArrayToWrite = {
      name: "ids",
      type: "int32",
      shape: [3],
      bytes: () => [bytesOf("int32", [5, -1, 7])],
    };
    const half: ArrayToWrite = {
      name: "half",
      type: "float16",
      shape: [2, 2],
      bytes: () => [bytesOf("float16", [0.5, -Infinity, -1.25, 65504])],
    };
    const { arrays } = await openNpz(bytesSource(await npzBytes([ids, matrix, half])));
    expect([...arrays.keys()]).toEqual(["ids", "matrix", "half"]);
    expect(Array.from(await arrays.get("ids")!.whole())).toEqual([5, -1, 7]);
    expect(Array.from(await arrays.get("half")!.rows(1, 1))).toEqual([-1.25, 65504]);
    expect(arrays.get("matrix")).toMatchObject({ type: "float32", shape: [1000, 500], stored: true });
    expect((await arrays.get("matrix")!.rows(999, 1))[499]).toBe(999 + 499 / 1024);
  });

  it("reads no more than the directory, the headers and the row that is asked for", async () => {
    const { source, counter } = counting(bytesSource(await npzBytes([matrix])));
    const { arrays } = await openNpz(source);
    const opened = counter.bytes;
    expect(opened).toBeLessThan(100_000);
    await arrays.get("matrix")!.rows(500, 1);
    expect(counter.bytes - opened).toBe(2000);
  });

  it("makes equal files of equal arrays", async () => {
    const [once, again] = [await npzBytes([matrix]), await npzBytes([matrix])];
    expect(Buffer.compare(once, again)).toBe(0);
  });

  it("throws on what the sink throws, and what an array throws while it is made", async () => {
    const full = () => Promise.reject(new Error("disk full"));
    await expect(writeNpz([matrix], full)).rejects.toThrow("disk full");
    const failing: ArrayToWrite = {
      ...matrix,
      bytes: () => {
        throw new Error("stopped");
      },
    };
    await expect(writeNpz([failing], () => undefined)).rejects.toThrow("stopped");
  });
});
