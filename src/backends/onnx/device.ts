import { ExpectedError } from "../../core/errors";

/** A model's file below this size runs on WASM when the choice is ours; docs/decisions/0009-device-choice.md says why. */
export const SMALL_MODEL_BYTES = 48 * 1024 ** 2;

/** What the choice depends on. */
export interface DeviceSurroundings {
  /** The browser's `navigator.gpu`, where it has one. */
  gpu: Pick<GPU, "requestAdapter"> | undefined;
  /** Logical processors. */
  cores: number;
  /** Whether WASM may use threads. */
  crossOriginIsolated: boolean;
}

/**
 * "auto": WebGPU for models that are big enough to gain from it, where a real adapter answers; else WASM. A software
 * adapter is no gain over WASM, so it is taken only when it is asked for.
 *
 * @param modelBytes size of the model's file
 * @throws ExpectedError "device-missing" where WebGPU is asked for and no adapter answers
 */
export async function chooseDevice(
  wanted: "auto" | "webgpu" | "wasm",
  modelBytes: number,
  { gpu }: DeviceSurroundings,
): Promise<"webgpu" | "wasm"> {
  if (wanted === "wasm" || (wanted === "auto" && modelBytes < SMALL_MODEL_BYTES)) return "wasm";
  const adapter = await gpu?.requestAdapter();
  if (wanted === "webgpu") {
    if (adapter) return "webgpu";
    throw new ExpectedError(
      "device-missing",
      "This browser offers no WebGPU adapter.",
      "Choose WASM or automatic as the device.",
    );
  }
  return adapter && !isSoftware(adapter.info) ? "webgpu" : "wasm";
}

/**
 * WASM threads for one model. Two models compute at the same time, so each takes half of the cores; a small model is
 * done sooner by one thread than several can be told what to do.
 */
export function chooseThreads(
  modelBytes: number,
  { cores, crossOriginIsolated }: DeviceSurroundings,
): number {
  if (!crossOriginIsolated || modelBytes < SMALL_MODEL_BYTES) return 1;
  return Math.max(1, Math.floor(cores / 2));
}

function isSoftware(info: GPUAdapterInfo): boolean {
  return (
    info.isFallbackAdapter ||
    /swiftshader|llvmpipe|lavapipe|softpipe/i.test(`${info.architecture} ${info.description}`)
  );
}
