import { expose } from "comlink";
import type { PreTrainedModel } from "@huggingface/transformers";
import { ModelFiles } from "../../src/backends/onnx/modelFiles";
import { FOLDER, startRuntime, type Runtime } from "../../src/backends/onnx/runtime";
import type { TokenId } from "../../src/core/model";
import type { SamplingSettings } from "../../src/core/sampling/settings";

let loaded: { model: PreTrainedModel; transformers: Runtime["transformers"] } | undefined;

/** A model that writes through transformers.js' own loop: what our writing is measured against. */
const api = {
  async load(folder: string, device: "wasm" | "webgpu", threads: number): Promise<void> {
    const files = new ModelFiles({
      folder,
      expected: [],
      fetch: (address, init) => fetch(address, init),
      cache: undefined,
      onProgress: () => undefined,
    });
    const { transformers } = await startRuntime(device, threads, files);
    const model = await transformers.AutoModelForCausalLM.from_pretrained(FOLDER, { device, dtype: "fp32" });
    loaded = { model, transformers };
  },

  /** Writes exactly `tokens` tokens after the prompt; how many they were. */
  async generate(
    prompt: readonly TokenId[],
    tokens: number,
    { temperature, topK }: Pick<SamplingSettings, "temperature" | "topK">,
  ): Promise<number> {
    if (!loaded) throw new Error("generate before load");
    const { model, transformers } = loaded;
    const row = (values: bigint[]) =>
      new transformers.Tensor("int64", BigInt64Array.from(values), [1, prompt.length]);
    const output = (await model.generate({
      inputs: row(prompt.map(BigInt)),
      attention_mask: row(prompt.map(() => 1n)),
      max_new_tokens: tokens,
      min_new_tokens: tokens,
      do_sample: true,
      temperature,
      top_k: topK,
    })) as { dims: number[] };
    return (output.dims.at(-1) ?? 0) - prompt.length;
  },
};

export type GenerateApi = typeof api;

expose(api);
