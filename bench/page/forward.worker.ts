import { expose } from "comlink";
import type { InferenceSession, Tensor } from "onnxruntime-web";
import { Decoder } from "../../src/backends/onnx/decoder";
import { disposeCache } from "../../src/backends/onnx/keyValueCache";
import { ModelFiles } from "../../src/backends/onnx/modelFiles";
import { startRuntime } from "../../src/backends/onnx/runtime";

let decoder: Decoder | undefined;

/** A model's forward pass and nothing around it: what a comparison is measured against. */
const api = {
  async load(folder: string, threads: number): Promise<void> {
    const files = new ModelFiles({
      folder,
      expected: [],
      fetch,
      cache: undefined,
      onProgress: () => undefined,
    });
    const { ort } = await startRuntime("wasm", threads, files);
    const graph = new Uint8Array(await (await fetch(`${folder}onnx/model.onnx`)).arrayBuffer());
    const session = await ort.InferenceSession.create(graph, { executionProviders: ["wasm"] });
    decoder = new Decoder({
      id: folder,
      session: session as InferenceSession,
      createTensor: (type, data, dims) => new ort.Tensor(type, data, dims) as Tensor,
    });
  },

  /** Milliseconds for all logits of the ids in one pass. */
  async forward(ids: number[]): Promise<number> {
    if (!decoder) throw new Error("forward before load");
    const start = performance.now();
    const block = await decoder.run(ids, decoder.emptyCache(), ids.length);
    const milliseconds = performance.now() - start;
    disposeCache(block.cache);
    return milliseconds;
  },

  /** Milliseconds to read the first ids in one pass and the rest one by one, as writing does. */
  async steps(ids: number[], first: number): Promise<number> {
    if (!decoder) throw new Error("steps before load");
    const start = performance.now();
    let { cache } = await decoder.run(ids.slice(0, first), decoder.emptyCache(), 1);
    for (const id of ids.slice(first)) ({ cache } = await decoder.run([id], cache, 1));
    const milliseconds = performance.now() - start;
    disposeCache(cache);
    return milliseconds;
  },
};

export type ForwardApi = typeof api;

expose(api);
