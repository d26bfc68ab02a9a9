import { env, InferenceSession, Tensor } from "onnxruntime-web";
import { describe, test } from "vitest";
import { Decoder } from "../../src/backends/onnx/decoder";
import { HubTokenizer, type TokenizerJson } from "../../src/backends/onnx/hubTokenizer";
import { OnnxModel } from "../../src/backends/onnx/onnxModel";
import { loadTransformers } from "../../tools/models/tokenizer/transformers";
import { randomFolder } from "./randomFolder";
import { CONFORMANCE, type Subject } from "./suite";

const folder = randomFolder(1);

/** The backend on ONNX Runtime's WASM build in Node; the browser test runs the same cases with the real loader. */
async function create(): Promise<OnnxModel> {
  const { PreTrainedTokenizer } = await loadTransformers();
  const json = parsed("tokenizer.json") as unknown as TokenizerJson;
  const config = parsed("tokenizer_config.json");
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(folder["onnx/model.onnx"] as Uint8Array, {
    executionProviders: ["wasm"],
  });
  const decoder = new Decoder({
    id: "random",
    session,
    createTensor: (type, data, dims) => new Tensor(type, data, dims) as Tensor,
  });
  const tokenizer = new HubTokenizer(new PreTrainedTokenizer(json, config), json, config);
  const about = { id: "random", dtype: "fp32", device: "wasm" as const, contextLength: 256, endOfText: [3] };
  return OnnxModel.create(about, decoder, tokenizer);
}

function parsed(path: string): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(folder[path])) as Record<string, unknown>;
}

describe("conformance: onnx on WASM in Node, random weights", () => {
  const subject: Subject = { name: "onnx", create, tolerance: 1e-4 };
  for (const { title, run } of CONFORMANCE) test(title, () => run(subject));
});
