import { Tensor } from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import {
  assembleCache,
  assembleOnCpu,
  cutCache,
  cutOnCpu,
  disposeCache,
  isCuttable,
  type CreateTensor,
} from "./keyValueCache";

const createTensor: CreateTensor = (type, data, dims) => new Tensor(type, data, dims) as Tensor;

/** (1, 2 heads, 3 tokens, 2): the numbers say head, token and place. */
function tensor(): Tensor {
  const data = Float32Array.of(111, 112, 121, 122, 131, 132, 211, 212, 221, 222, 231, 232);
  return createTensor("float32", data, [1, 2, 3, 2]);
}

describe("cutOnCpu", () => {
  test("keeps the first tokens of every head", () => {
    const cut = cutOnCpu(createTensor, tensor(), 2);
    expect(cut.dims).toEqual([1, 2, 2, 2]);
    expect([...(cut.data as Float32Array)]).toEqual([111, 112, 121, 122, 211, 212, 221, 222]);
  });

  test("may keep none", () => {
    expect(cutOnCpu(createTensor, tensor(), 0).dims).toEqual([1, 2, 0, 2]);
  });
});

describe("assembleOnCpu", () => {
  /** (2, 1 head, 3 tokens, 1): the numbers say row and token. */
  const pair = createTensor("float32", Float32Array.of(11, 12, 13, 21, 22, 23), [2, 1, 3, 1]);
  const longer = createTensor("float32", Float32Array.of(1, 2, 3, 4, 5), [1, 1, 5, 1]);

  test("takes the last tokens of rows in any order, from any tensor, and pads on the left", () => {
    const whole = assembleOnCpu(
      createTensor,
      [
        { tensor: pair, row: 1, length: 2 },
        { tensor: longer, row: 0, length: 4 },
        { tensor: pair, row: 0, length: 3 },
        { tensor: pair, row: 1, length: 1 },
      ],
      4,
    );
    expect(whole.dims).toEqual([4, 1, 4, 1]);
    expect([...(whole.data as Float32Array)]).toEqual([
      ...[0, 0, 22, 23],
      ...[2, 3, 4, 5],
      ...[0, 11, 12, 13],
      ...[0, 0, 0, 23],
    ]);
  });

  test("keeps heads apart", () => {
    const whole = assembleOnCpu(createTensor, [{ tensor: tensor(), row: 0, length: 1 }], 2);
    expect([...(whole.data as Float32Array)]).toEqual([0, 0, 131, 132, 0, 0, 231, 232]);
  });

  test("copies half precision bit by bit", () => {
    const half = createTensor("float16", Uint16Array.of(0x3c00, 0x7bff, 0x0001), [1, 1, 3, 1]);
    const whole = assembleOnCpu(createTensor, [{ tensor: half, row: 0, length: 2 }], 2);
    const { buffer, byteOffset, length } = whole.data as Uint16Array;
    expect([...new Uint16Array(buffer, byteOffset, length)]).toEqual([0x7bff, 0x0001]);
  });
});

test("assembleCache is as long as its longest row, whatever the caches were", async () => {
  const cache = { length: 3, tensors: { "past_key_values.0.key": tensor() } };
  const rows = [1, 2].map((length) => ({ cache, row: 0, length }));
  const whole = await assembleCache(rows, async (parts, length) =>
    assembleOnCpu(createTensor, parts, length),
  );
  expect(whole.length).toBe(2);
  expect(whole.tensors["past_key_values.0.key"]?.dims).toEqual([2, 2, 2, 2]);
});

describe("cutCache", () => {
  const cut = async (whole: Tensor, length: number): Promise<Tensor> => cutOnCpu(createTensor, whole, length);

  test("cuts every tensor and frees those on the GPU", async () => {
    const onGpu = tensor();
    let freed = 0;
    Object.defineProperty(onGpu, "location", { value: "gpu-buffer" });
    Object.defineProperty(onGpu, "dispose", { value: () => freed++ });
    const cache = {
      length: 3,
      tensors: { "past_key_values.0.key": tensor(), "past_key_values.0.value": onGpu },
    };
    const shorter = await cutCache(cache, 1, async (whole, length) =>
      cut(whole === onGpu ? tensor() : whole, length),
    );
    expect(shorter.length).toBe(1);
    expect(Object.values(shorter.tensors).map(({ dims }) => dims)).toEqual([
      [1, 2, 1, 2],
      [1, 2, 1, 2],
    ]);
    expect(freed).toBe(1);
    disposeCache(cache);
    expect(freed).toBe(2);
  });

  test("leaves a cache of the right length as it is", async () => {
    const cache = { length: 3, tensors: { "past_key_values.0.key": tensor() } };
    expect(await cutCache(cache, 3, cut)).toBe(cache);
  });
});

describe("isCuttable", () => {
  test("keys and values can be cut, recurrent states cannot", () => {
    expect(isCuttable(["past_key_values.0.key", "past_key_values.0.value"])).toBe(true);
    expect(isCuttable(["past_key_values.0.key", "past_conv.1"])).toBe(false);
  });
});
