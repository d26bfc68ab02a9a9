import { env, InferenceSession, Tensor } from "onnxruntime-web";
import { Decoder } from "../../src/backends/onnx/decoder";
import { HubTokenizer, type TokenizerJson } from "../../src/backends/onnx/hubTokenizer";
import { OnnxModel } from "../../src/backends/onnx/onnxModel";
import { loadTransformers } from "../../tools/models/tokenizer/transformers";

/** A model folder on ONNX Runtime's WASM build in this process; in the page `load.ts` does this, and more. */
export async function openInNode(
  folder: Readonly<Record<string, Uint8Array>>,
  /** What becomes of the tensors before the graph sees them. */
  tamper: (feeds: Record<string, Tensor>) => Record<string, Tensor> = (feeds) => feeds,
): Promise<OnnxModel> {
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(folder["onnx/model.onnx"] as Uint8Array, {
    executionProviders: ["wasm"],
  });
  const run = session.run.bind(session);
  Object.assign(session, { run: (feeds: Record<string, Tensor>) => run(tamper(feeds)) });
  const decoder = new Decoder({
    id: "random",
    session,
    createTensor: (type, data, dims) => new Tensor(type, data, dims) as Tensor,
  });
  const config = parsed(folder, "config.json");
  return OnnxModel.create(
    {
      id: "random",
      dtype: "fp32",
      device: "wasm",
      contextLength: config["max_position_embeddings"] as number,
      endOfText: [config["eos_token_id"] as number],
    },
    decoder,
    await openTokenizer(parsed(folder, "tokenizer.json"), parsed(folder, "tokenizer_config.json")),
  );
}

/** A tokenizer from the contents of its two files. */
export async function openTokenizer(json: object, config: object): Promise<HubTokenizer> {
  const { PreTrainedTokenizer } = await loadTransformers();
  return new HubTokenizer(new PreTrainedTokenizer(json, config), json as TokenizerJson, config);
}

function parsed(folder: Readonly<Record<string, Uint8Array>>, path: string): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(folder[path])) as Record<string, unknown>;
}
