import { describe, expect, test } from "vitest";
import { chooseDevice, chooseThreads, SMALL_MODEL_BYTES, type DeviceSurroundings } from "./device";

function gpu(info: Partial<GPUAdapterInfo> | undefined): NonNullable<DeviceSurroundings["gpu"]> {
  const adapter = info && {
    info: { architecture: "ampere", description: "", isFallbackAdapter: false, ...info },
  };
  return { requestAdapter: async () => (adapter ?? null) as GPUAdapter | null };
}

const SURROUNDINGS: DeviceSurroundings = { gpu: gpu({}), cores: 8, crossOriginIsolated: true };
const BIG = 10 * SMALL_MODEL_BYTES;

describe("chooseDevice", () => {
  test("takes what is asked for, whatever the model's size, and a software adapter too", async () => {
    expect(await chooseDevice("webgpu", 1, SURROUNDINGS)).toBe("webgpu");
    const software = gpu({ isFallbackAdapter: true });
    expect(await chooseDevice("webgpu", BIG, { ...SURROUNDINGS, gpu: software })).toBe("webgpu");
    expect(await chooseDevice("wasm", BIG, SURROUNDINGS)).toBe("wasm");
  });

  test.each([
    ["no WebGPU", undefined],
    ["no adapter", gpu(undefined)],
  ])("asking for WebGPU where there is %s is refused with what to do", async (_, found) => {
    await expect(chooseDevice("webgpu", BIG, { ...SURROUNDINGS, gpu: found })).rejects.toMatchObject({
      code: "device-missing",
      message: "This browser offers no WebGPU adapter.",
      hint: "Choose WASM or automatic as the device.",
    });
  });

  test("auto: big models run on a real graphics device, small ones on WASM", async () => {
    expect(await chooseDevice("auto", BIG, SURROUNDINGS)).toBe("webgpu");
    expect(await chooseDevice("auto", SMALL_MODEL_BYTES - 1, SURROUNDINGS)).toBe("wasm");
  });

  test.each([
    ["no WebGPU", undefined],
    ["no adapter", gpu(undefined)],
    ["a fallback adapter", gpu({ isFallbackAdapter: true })],
    ["a software adapter", gpu({ architecture: "swiftshader" })],
    ["a software driver", gpu({ description: "llvmpipe (LLVM 19, 256 bits)" })],
  ])("auto: WASM where there is %s", async (_, found) => {
    expect(await chooseDevice("auto", BIG, { ...SURROUNDINGS, gpu: found })).toBe("wasm");
  });
});

describe("chooseThreads", () => {
  test("each of two models takes half of the cores, at least one", () => {
    expect(chooseThreads(BIG, SURROUNDINGS)).toBe(4);
    expect(chooseThreads(BIG, { ...SURROUNDINGS, cores: 1 })).toBe(1);
  });

  test("one thread without isolation, and for small models", () => {
    expect(chooseThreads(BIG, { ...SURROUNDINGS, crossOriginIsolated: false })).toBe(1);
    expect(chooseThreads(SMALL_MODEL_BYTES - 1, SURROUNDINGS)).toBe(1);
  });
});
