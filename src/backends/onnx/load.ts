import type { InferenceSession, Tensor } from "onnxruntime-web";
import { ExpectedError, type Failure } from "../../core/errors";
import type { TokenId } from "../../core/model";
import { Decoder } from "./decoder";
import { chooseDevice, chooseThreads, type DeviceSurroundings } from "./device";
import { loadFailure } from "./failures";
import { cutOnGpu } from "./gpuCut";
import { HubTokenizer, type TokenizerJson } from "./hubTokenizer";
import { ModelFiles, type ExpectedFile, type FileCache } from "./modelFiles";
import { OnnxModel } from "./onnxModel";
import { pageFileFailure } from "./pageFiles";
import { FOLDER, runtimeFiles, startRuntime, type Runtime } from "./runtime";

/** Name of the browser cache that holds model files between visits. */
const CACHE = "rl-on-off-models";

/** Ends of the graph's file name, by precision; transformers.js has the same list. */
const SUFFIX = { fp32: "", fp16: "_fp16", q8: "_quantized", q4: "_q4", q4f16: "_q4f16" } as const;

const DEFAULT_CONTEXT = 2048;

export interface OnnxSpec {
  id: string;
  /** Address of the folder in Hugging Face layout, ending in "/". */
  folder: string;
  dtype: keyof typeof SUFFIX;
  device: "auto" | "webgpu" | "wasm";
  files?: readonly ExpectedFile[];
}

export type OnnxLoadEvent =
  | { type: "load-download"; file: string; loaded: number; total: number | undefined; fromCache: boolean }
  | { type: "load-start-runtime"; device: "webgpu" | "wasm" }
  | { type: "load-warm-up" };

export interface LoadCallbacks {
  onEvent: (event: OnnxLoadEvent) => void;
  /** The GPU device went away after loading. */
  onLost: (failure: Failure) => void;
}

/**
 * Loads a model folder with transformers.js and ONNX Runtime: files (cached from an earlier visit, or downloaded),
 * device, runtime, tokenizer, graph, warm-up. One model per worker: the runtime's device and settings are global.
 *
 * @throws ExpectedError
 */
export async function loadOnnxModel(spec: OnnxSpec, { onEvent, onLost }: LoadCallbacks): Promise<OnnxModel> {
  const files = new ModelFiles({
    folder: spec.folder,
    expected: spec.files ?? [],
    fetch: (address, init) => fetch(address, init),
    cache: await openCache(),
    onProgress: (progress) => onEvent({ type: "load-download", ...progress }),
  });
  const progress: Progress = { device: "wasm", file: undefined };
  try {
    const surroundings: DeviceSurroundings = {
      gpu: navigator.gpu,
      cores: navigator.hardwareConcurrency,
      crossOriginIsolated,
    };
    const graph = `onnx/model${SUFFIX[spec.dtype]}.onnx`;
    const reading = readAll(files, graph);
    reading.catch(() => undefined); // awaited below; the device may be chosen before
    const bytes = files.expectedBytes(graph) ?? (await files.require(graph)).length;
    const device = await chooseDevice(spec.device, bytes, surroundings);
    progress.device = device;
    onEvent({ type: "load-start-runtime", device });
    const starting = startRuntime(device, chooseThreads(bytes, surroundings), files);
    const [folder, runtime] = await Promise.all([reading, starting]);
    progress.file = "tokenizer.json";
    const tokenizer = await readTokenizer(runtime, folder);
    progress.file = graph;
    const session = await readGraph(runtime, spec, device);
    const gpuDevice = device === "webgpu" ? await runtime.ort.env.webgpu.device : undefined;
    if (gpuDevice) watchDevice(gpuDevice, spec.id, onLost);
    const decoder = new Decoder({
      id: spec.id,
      session,
      createTensor: (type, data, dims) => new runtime.ort.Tensor(type, data, dims) as Tensor,
      ...(gpuDevice ? { cutOnGpu: gpuCutter(runtime, gpuDevice) } : {}),
      firstPosition: firstPosition(folder.config),
    });
    onEvent({ type: "load-warm-up" });
    const sha256 = files.expectedSha256(graph);
    return await OnnxModel.create(
      {
        id: spec.id,
        ...(sha256 === undefined ? {} : { revision: sha256.slice(0, 12) }),
        dtype: spec.dtype,
        device,
        contextLength: contextLength(folder),
        endOfText: endOfText(folder, tokenizer),
      },
      decoder,
      tokenizer,
    );
  } catch (error) {
    const failure = await explain(spec.id, error, progress);
    // Files whose content nobody vouched for may be what is wrong; they are not to be found again next time.
    if (failure.code === "model-corrupt") await files.forget();
    throw failure;
  } finally {
    files.release();
  }
}

/** How far a load is, for saying what went wrong. */
interface Progress {
  device: "webgpu" | "wasm";
  /** What is being read. */
  file: string | undefined;
}

async function explain(id: string, error: unknown, { device, file }: Progress): Promise<ExpectedError> {
  if (error instanceof ExpectedError) return error;
  const read = (address: string, init: RequestInit) => fetch(address, init);
  return (await pageFileFailure(error, runtimeFiles(device), read)) ?? loadFailure(id, error, file);
}

interface Folder {
  config: Record<string, unknown>;
  generationConfig: Record<string, unknown>;
  tokenizerJson: TokenizerJson;
  tokenizerConfig: Record<string, unknown>;
}

/** Reads all files that are needed for sure, side by side. */
async function readAll(files: ModelFiles, graph: string): Promise<Folder> {
  const [config, tokenizerJson, tokenizerConfig, generationConfig] = await Promise.all([
    files.require("config.json"),
    files.require("tokenizer.json"),
    files.require("tokenizer_config.json"),
    files.read("generation_config.json"),
    files.require(graph),
  ]);
  return {
    config: parse("config.json", config),
    generationConfig: generationConfig ? parse("generation_config.json", generationConfig) : {},
    tokenizerJson: parse("tokenizer.json", tokenizerJson) as unknown as TokenizerJson,
    tokenizerConfig: parse("tokenizer_config.json", tokenizerConfig),
  };
}

function parse(path: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new ExpectedError(
    "model-corrupt",
    `${path} of the model (${bytes.length} bytes) is not JSON.`,
    "Check the model's address; a page that says “not found” is a common reason.",
  );
}

async function readTokenizer(
  { transformers }: Runtime,
  { tokenizerJson, tokenizerConfig }: Folder,
): Promise<HubTokenizer> {
  const tokenizer = await transformers.AutoTokenizer.from_pretrained(FOLDER);
  return new HubTokenizer(tokenizer, tokenizerJson, tokenizerConfig);
}

async function readGraph(
  { transformers }: Runtime,
  spec: OnnxSpec,
  device: "webgpu" | "wasm",
): Promise<InferenceSession> {
  const model = await transformers.AutoModelForCausalLM.from_pretrained(FOLDER, {
    device,
    dtype: spec.dtype,
  });
  const session = (model.sessions as Record<string, InferenceSession | undefined>)["model"];
  if (!session) {
    throw new ExpectedError(
      "bad-input",
      `${spec.id} consists of several graphs (${Object.keys(model.sessions).join(", ")}).`,
      "Choose a decoder-only language model in one graph.",
    );
  }
  return session;
}

function gpuCutter({ ort }: Runtime, device: GPUDevice) {
  return async (tensor: Tensor, length: number): Promise<Tensor> =>
    cutOnGpu(
      device,
      (buffer, options) => ort.Tensor.fromGpuBuffer(buffer, { ...options, dims: [...options.dims] }),
      tensor,
      length,
    );
}

function watchDevice(device: GPUDevice, id: string, onLost: LoadCallbacks["onLost"]): void {
  void device.lost.then(({ message, reason }) => {
    const detail = message.trim() || reason;
    onLost({
      code: "device-lost",
      message: `${id} stopped: the graphics device went away (${detail}).`,
      hint: "Reload the model; if it happens again, run it on WASM.",
    });
  });
}

async function openCache(): Promise<FileCache | undefined> {
  try {
    return await caches.open(CACHE);
  } catch {
    return undefined; // private windows and embedded frames may refuse
  }
}

/** Models that count positions from 1. */
function firstPosition(config: Record<string, unknown>): number {
  return ["gemma3", "gemma3_text", "paligemma"].includes(String(config["model_type"])) ? 1 : 0;
}

function contextLength({ config, tokenizerConfig }: Folder): number {
  const names = ["max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length"];
  const stated = [...names.map((name) => config[name]), tokenizerConfig["model_max_length"]];
  const length = stated.find((value) => typeof value === "number" && value > 0 && value < 1e9);
  return typeof length === "number" ? length : DEFAULT_CONTEXT;
}

/** Every id that one of the files says ends an answer. */
function endOfText({ config, generationConfig }: Folder, tokenizer: HubTokenizer): TokenId[] {
  const stated = [generationConfig["eos_token_id"], config["eos_token_id"], tokenizer.endOfText].flat();
  return [...new Set(stated.filter((id): id is number => typeof id === "number"))];
}
