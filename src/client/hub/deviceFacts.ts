import type { DeviceFacts } from "../../core/models/chooseDtype";

/** WebAssembly's memory has 32-bit addresses. */
const WASM_MEMORY = 4 * 1024 ** 3;

const GIB = 1024 ** 3;

/** What the browser says of this device, for the person and for choosing. */
export interface DeviceReport extends DeviceFacts {
  /** As the browser rounds it, in bytes, at most 8 GiB; undefined where it does not say. */
  deviceMemory: number | undefined;
  /** Largest buffer of the graphics adapter, in bytes; undefined without WebGPU. */
  largestBuffer: number | undefined;
}

/** The parts of the browser's `navigator` that are asked. */
export interface NavigatorLike {
  readonly deviceMemory?: number;
  readonly gpu?: {
    requestAdapter(): Promise<{
      readonly features: { has(name: string): boolean };
      readonly limits: { readonly maxBufferSize: number };
    } | null>;
  };
}

/** Two models share the device; each lives in a WebAssembly memory of its own, at least while it is loaded. */
export async function deviceReport({ deviceMemory: gib, gpu }: NavigatorLike): Promise<DeviceReport> {
  const adapter = await gpu?.requestAdapter().catch(() => null);
  const deviceMemory = gib === undefined ? undefined : gib * GIB;
  return {
    halfPrecision: adapter?.features.has("shader-f16") ?? false,
    memory: Math.min(WASM_MEMORY, deviceMemory === undefined ? WASM_MEMORY : deviceMemory / 2),
    deviceMemory,
    largestBuffer: adapter?.limits.maxBufferSize,
  };
}
