import asyncifyLoader from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import asyncifyBinary from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import plainLoader from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import plainBinary from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import type { FolderFiles } from "./folderFiles";
import type { RuntimeFiles } from "./pageFiles";

/** The libraries, loaded and pointed at our own origin. */
export interface Runtime {
  ort: typeof import("onnxruntime-web/webgpu");
  transformers: typeof import("@huggingface/transformers");
}

/** The name under which transformers.js asks for the one folder that a worker reads. */
export const FOLDER = "model";

/** The build of ONNX Runtime for a device: WASM takes the plain one, half the size of the one that WebGPU needs. */
export function runtimeFiles(device: "webgpu" | "wasm"): RuntimeFiles {
  return device === "webgpu"
    ? { mjs: ownAddress(asyncifyLoader), wasm: ownAddress(asyncifyBinary) }
    : { mjs: ownAddress(plainLoader), wasm: ownAddress(plainBinary) };
}

/**
 * Loads ONNX Runtime and transformers.js for one device, from the page's own origin. Every file transformers.js wants is
 * read through `files`, so it reaches no network and no cache of its own.
 */
export async function startRuntime(
  device: "webgpu" | "wasm",
  threads: number,
  files: FolderFiles,
): Promise<Runtime> {
  const ort = await import("onnxruntime-web/webgpu");
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = runtimeFiles(device);
  const transformers = await import("@huggingface/transformers");
  Object.assign(transformers.env, {
    allowRemoteModels: false,
    allowLocalModels: true,
    useBrowserCache: false,
    useWasmCache: false,
    logLevel: transformers.LogLevel.ERROR,
    fetch: (address: string | URL) => respond(files, String(address)),
  });
  return { ort, transformers };
}

async function respond(files: FolderFiles, address: string): Promise<Response> {
  const path = address.slice(address.lastIndexOf(`${FOLDER}/`) + FOLDER.length + 1);
  const file = await files.open(path);
  if (!file) return new Response(null, { status: 404 });
  return new Response(file, { headers: { "content-length": String(file.size) } });
}

function ownAddress(asset: string): string {
  return new URL(asset, import.meta.url).href;
}
