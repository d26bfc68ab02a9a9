import { defaultDevice, init } from "@jax-js/jax";

export type TrainingDevice = "webgpu" | "wasm";

/**
 * Starts the fastest device there is and makes it the default: a real GPU, else WASM (on all threads where the page is
 * cross-origin isolated, on one in Node).
 */
export async function startDevice(): Promise<TrainingDevice> {
  const device: TrainingDevice = (await hasRealGpu()) ? "webgpu" : "wasm";
  await init(device);
  defaultDevice(device);
  return device;
}

/** False where there is no adapter, or only one that computes on the CPU (ten times slower than WASM). */
async function hasRealGpu(): Promise<boolean> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter();
  return (
    !!adapter &&
    !adapter.info.isFallbackAdapter &&
    !/swiftshader|llvmpipe|lavapipe/i.test(describe(adapter.info))
  );
}

function describe({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return [vendor, architecture, device, description].join(" ");
}
