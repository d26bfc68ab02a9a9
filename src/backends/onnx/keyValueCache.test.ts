import { Tensor } from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { cutCache, cutOnCpu, disposeCache, isCuttable, type CreateTensor } from "./keyValueCache";

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
