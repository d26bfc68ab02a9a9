import type { InferenceSession, Tensor } from "onnxruntime-web";
import { ExpectedError, type Failure } from "../../core/errors";
import type { TokenId } from "../../core/model";
import {
  DTYPES,
  needsHalfPrecision,
  offeredDtypes,
  type Dtype,
  type OfferedDtype,
} from "../../core/models/dtypes";
import { Decoder, type DecoderOptions } from "./decoder";
import { chooseDevice, chooseThreads, type DeviceSurroundings } from "./device";
import { loadFailure } from "./failures";
import { assembleOnGpu, cutOnGpu, type CreateGpuTensor } from "./gpuCut";
import { HubTokenizer, type TokenizerJson } from "./hubTokenizer";
import { DiskFiles, type DiskFile } from "./diskFiles";
import type { FolderFiles } from "./folderFiles";
import { HubFiles, type HubFile } from "./hubFiles";
import { ModelFiles, type ExpectedFile, type FileCache } from "./modelFiles";
import type { ModelStore, NotKept } from "./modelStore";
import { OnnxModel } from "./onnxModel";
import { pageFileFailure } from "./pageFiles";
import { FOLDER, runtimeFiles, startRuntime, type Runtime } from "./runtime";

/** Name of the browser cache that holds model files between visits. */
const CACHE = "rl-on-off-models";

const DEFAULT_CONTEXT = 2048;

const TEMPLATE = "chat_template.jinja";

export interface OnnxSpec {
  id: string;
  /** Address of the folder in Hugging Face layout, ending in "/". */
  folder: string;
  dtype: Dtype;
  device: "auto" | "webgpu" | "wasm";
  files?: readonly ExpectedFile[];
  /** A model of a Hub at a commit. */
  hub?: { commit: string; files: readonly HubFile[] };
  /** A folder on the person's disk. */
  disk?: readonly DiskFile[];
}

export type OnnxLoadEvent =
  | { type: "load-download"; file: string; loaded: number; total: number | undefined; fromCache: boolean }
  | { type: "load-retry"; file: string; loaded: number; wait: number; reason: string }
  | { type: "load-not-kept"; why: "none" | "full" }
  | { type: "load-start-runtime"; device: "webgpu" | "wasm" }
  | { type: "load-warm-up" };

export interface LoadCallbacks {
  onEvent: (event: OnnxLoadEvent) => void;
  /** The GPU device went away after loading. */
  onLost: (failure: Failure) => void;
  /** Where the files of a Hub's model are kept. */
  openStore?: () => Promise<ModelStore | NotKept>;
}

/**
 * Loads a model folder with transformers.js and ONNX Runtime: files (cached from an earlier visit, or downloaded),
 * device, runtime, tokenizer, graph, warm-up. One model per worker: the runtime's device and settings are global.
 *
 * @throws ExpectedError
 */
export async function loadOnnxModel(spec: OnnxSpec, callbacks: LoadCallbacks): Promise<OnnxModel> {
  const { onEvent, onLost } = callbacks;
  const files = await openFiles(spec, callbacks);
  const progress: Progress = { device: "wasm", file: undefined };
  try {
    const surroundings: DeviceSurroundings = {
      gpu: navigator.gpu,
      cores: navigator.hardwareConcurrency,
      crossOriginIsolated,
    };
    const offered = graphOf(spec, files);
    const { graph } = offered;
    const reading = readAll(files, offered);
    reading.catch(() => undefined); // awaited below; the device may be chosen before
    const bytes = offered.bytes || (await files.open(graph))?.size || 0;
    const device = await chooseDevice(spec.device, bytes, surroundings);
    progress.device = device;
    await requireHalfPrecision(spec, device);
    onEvent({ type: "load-start-runtime", device });
    const starting = startRuntime(device, chooseThreads(bytes, surroundings), files);
    const [folder, runtime] = await Promise.all([reading, starting]);
    progress.file = "tokenizer.json";
    const tokenizer = await readTokenizer(runtime, folder);
    progress.file = graph;
    const session = await readGraph(runtime, spec, offered, device);
    const gpuDevice = device === "webgpu" ? await runtime.ort.env.webgpu.device : undefined;
    if (gpuDevice) watchDevice(gpuDevice, spec.id, onLost);
    const decoder = new Decoder({
      id: spec.id,
      session,
      createTensor: (type, data, dims) => new runtime.ort.Tensor(type, data, dims) as Tensor,
      ...(gpuDevice ? onGpu(runtime, gpuDevice) : {}),
      firstPosition: firstPosition(folder.config),
    });
    onEvent({ type: "load-warm-up" });
    const sha256 = files.expectedSha256(graph);
    return await OnnxModel.create(
      {
        id: spec.id,
        ...revisionOf(spec.hub?.commit ?? sha256),
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
  /** Of a chat, where it is a file of its own. */
  template: string | undefined;
}

/** The files as their source brings them. */
async function openFiles(spec: OnnxSpec, { onEvent, openStore }: LoadCallbacks): Promise<FolderFiles> {
  const { id, folder, hub, disk } = spec;
  if (disk) {
    return new DiskFiles(id, disk, (file, bytes) =>
      onEvent({ type: "load-download", file, loaded: bytes, total: bytes, fromCache: true }),
    );
  }
  if (hub) {
    return new HubFiles({
      id,
      folder,
      files: hub.files,
      fetch: (address, init) => fetch(address, init),
      store: (await openStore?.()) ?? "none",
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      now: () => performance.now(),
      onEvent,
    });
  }
  return new ModelFiles({
    folder,
    expected: spec.files ?? [],
    fetch: (address, init) => fetch(address, init),
    cache: await openCache(),
    onProgress: (progress) => onEvent({ type: "load-download", ...progress }),
  });
}

/** The graph in the wanted number format, and its external data; of a folder nobody listed, the usual place. */
function graphOf({ id, dtype }: OnnxSpec, files: FolderFiles): OfferedDtype {
  const listed = (paths: readonly string[]) =>
    paths.map((path) => ({ path, bytes: files.expectedBytes(path) ?? 0 }));
  const usual = DTYPES.map(({ suffix }) => `onnx/model${suffix}.onnx`);
  const offered = offeredDtypes(listed(files.paths ?? usual));
  const wanted = offered.find((one) => one.dtype === dtype);
  if (wanted) return wanted;
  throw new ExpectedError(
    "model-missing",
    `${id} has no ${dtype} weights; it has ${offered.map((one) => one.dtype).join(", ") || "none"}.`,
    "Choose another number format.",
  );
}

function revisionOf(content: string | undefined): { revision?: string } {
  return content === undefined ? {} : { revision: content.slice(0, 12) };
}

async function requireHalfPrecision({ id, dtype }: OnnxSpec, device: "webgpu" | "wasm"): Promise<void> {
  if (device !== "webgpu" || !needsHalfPrecision(dtype)) return;
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter?.features.has("shader-f16")) return;
  throw new ExpectedError(
    "device-missing",
    `${id} as ${dtype} computes in half precision, which this device's WebGPU does not offer (shader-f16).`,
    "Choose fp32 or q4 as the number format, or WASM as the device.",
  );
}

/** Reads all files that are needed for sure, side by side. */
async function readAll(files: FolderFiles, { files: weights }: OfferedDtype): Promise<Folder> {
  const [config, tokenizerJson, tokenizerConfig, generationConfig, template] = await Promise.all([
    files.require("config.json"),
    files.require("tokenizer.json"),
    files.require("tokenizer_config.json"),
    files.read("generation_config.json"),
    files.paths?.includes(TEMPLATE) ? files.read(TEMPLATE) : undefined,
    ...weights.map((path) => arrived(files, path)),
  ]);
  return {
    config: parse("config.json", config),
    generationConfig: generationConfig ? parse("generation_config.json", generationConfig) : {},
    tokenizerJson: parse("tokenizer.json", tokenizerJson) as unknown as TokenizerJson,
    tokenizerConfig: parse("tokenizer_config.json", tokenizerConfig),
    template: template && new TextDecoder().decode(template),
  };
}

/** Weights are read by the runtime itself; here they only have to be there. */
async function arrived(files: FolderFiles, path: string): Promise<undefined> {
  if (!(await files.open(path))) await files.require(path);
  return undefined;
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
  { tokenizerJson, tokenizerConfig, template }: Folder,
): Promise<HubTokenizer> {
  const tokenizer = await transformers.AutoTokenizer.from_pretrained(FOLDER);
  if (template !== undefined) tokenizer.chat_template ??= template;
  return new HubTokenizer(tokenizer, tokenizerJson, tokenizerConfig);
}

async function readGraph(
  { transformers }: Runtime,
  spec: OnnxSpec,
  { graph, files }: OfferedDtype,
  device: "webgpu" | "wasm",
): Promise<InferenceSession> {
  const shards = files.length - 1;
  const model = await transformers.AutoModelForCausalLM.from_pretrained(FOLDER, {
    device,
    dtype: spec.dtype,
    subfolder: graph.includes("/") ? graph.slice(0, graph.lastIndexOf("/")) : "",
    // What lies beside the graph is known better from the list of files than from the model's own settings.
    ...(shards > 0 ? { use_external_data_format: shards } : {}),
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

/** How caches are cut and put together where they lie. */
function onGpu({ ort }: Runtime, device: GPUDevice): Pick<DecoderOptions, "cutOnGpu" | "assembleOnGpu"> {
  const createTensor: CreateGpuTensor = (buffer, options) =>
    ort.Tensor.fromGpuBuffer(buffer, { ...options, dims: [...options.dims] }) as Tensor;
  return {
    cutOnGpu: async (tensor, length) => cutOnGpu(device, createTensor, tensor, length),
    assembleOnGpu: async (rows, length) => assembleOnGpu(device, createTensor, rows, length),
  };
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
