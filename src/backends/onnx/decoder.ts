import type { InferenceSession, Tensor } from "onnxruntime-web";
import { fromFloat16 } from "../../core/compare/float16";
import { ExpectedError } from "../../core/errors";
import type { TokenId } from "../../core/model";
import { runtimeFailure } from "./failures";
import {
  cutCache,
  cutOnCpu,
  disposeCache,
  disposeTensor,
  isCuttable,
  type CreateTensor,
  type KeyValueCache,
} from "./keyValueCache";

export interface DecoderOptions {
  id: string;
  session: InferenceSession;
  createTensor: CreateTensor;
  /** Cuts a tensor that lives on the GPU. */
  cutOnGpu?: (tensor: Tensor, length: number) => Promise<Tensor>;
  /** The number of the first position; 0 for all models but a few. */
  firstPosition?: number;
}

/** Logits of one forward pass. */
export interface DecodedBlock {
  /** (rows × width); row i belongs to the i-th of the last `rows` ids that were fed. */
  logits: Float32Array;
  rows: number;
  width: number;
  /** Of everything read so far. The cache that was fed is used up. */
  cache: KeyValueCache;
}

/** Names whose tensors are made here, whatever the model calls the rest. */
const OWN_INPUTS = ["input_ids", "attention_mask", "position_ids", "num_logits_to_keep", "use_cache_branch"];

/**
 * A decoder-only graph as Hugging Face exports it: ids and a cache in, logits and a longer cache out. Passes of one
 * decoder run one after another, because the runtime refuses two at a time.
 */
export class Decoder {
  private readonly cacheInputs: readonly InferenceSession.TensorValueMetadata[];
  private turn: Promise<unknown> = Promise.resolve();

  /** @throws ExpectedError "bad-input" for a graph that wants inputs which only another kind of model has */
  constructor(private readonly options: DecoderOptions) {
    const inputMetadata = options.session.inputMetadata.filter((input) => input.isTensor);
    this.cacheInputs = inputMetadata.filter(({ name }) => name.startsWith("past"));
    const unknown = inputMetadata.filter(
      ({ name }) => !name.startsWith("past") && !OWN_INPUTS.includes(name),
    );
    if (unknown.length === 0 && this.cacheInputs.length > 0) return;
    const why =
      unknown.length > 0
        ? `it asks for ${unknown.map(({ name }) => name).join(", ")}`
        : "it has no key/value cache";
    throw new ExpectedError(
      "bad-input",
      `${options.id} is not a text model that writes token by token: ${why}.`,
      "Choose a decoder-only language model exported with a key/value cache.",
    );
  }

  /** Whether `cut` works; where it does not, the tokens must be read again. */
  get cuttable(): boolean {
    return isCuttable(this.cacheInputs.map(({ name }) => name));
  }

  /** A cache of no tokens. */
  emptyCache(): KeyValueCache {
    const tensors = this.cacheInputs.map((input) => [input.name, this.emptyTensor(input)] as const);
    return { length: 0, tensors: Object.fromEntries(tensors) };
  }

  /**
   * Reads `ids` (at least one) after what `cache` holds, in one forward pass.
   *
   * @param rows how many of the last ids' logits are wanted, at least 1
   * @throws ExpectedError "out-of-memory", "device-lost" or "worker-crashed"; the cache is lost then
   */
  run(ids: readonly TokenId[], cache: KeyValueCache, rows: number): Promise<DecodedBlock> {
    return this.exclusive(async () => {
      let outputs: InferenceSession.ReturnType;
      try {
        outputs = await this.options.session.run(this.feeds(ids, cache, rows));
      } catch (error) {
        throw runtimeFailure(this.options.id, error);
      } finally {
        disposeCache(cache);
      }
      return this.read(outputs, ids.length, cache.length + ids.length, rows);
    });
  }

  /** The cache of the first `length` tokens; the given one is used up. */
  cut(cache: KeyValueCache, length: number): Promise<KeyValueCache> {
    const { createTensor, cutOnGpu } = this.options;
    const cutTensor = async (tensor: Tensor, tokens: number): Promise<Tensor> =>
      tensor.location === "gpu-buffer" && cutOnGpu
        ? cutOnGpu(tensor, tokens)
        : cutOnCpu(createTensor, tensor, tokens);
    return this.exclusive(() => cutCache(cache, length, cutTensor));
  }

  release(): Promise<void> {
    return this.exclusive(() => this.options.session.release());
  }

  private exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined); // whoever asked is told; the next may still try
    return result;
  }

  private feeds(ids: readonly TokenId[], cache: KeyValueCache, rows: number): Record<string, Tensor> {
    const { createTensor, session, firstPosition = 0 } = this.options;
    const total = cache.length + ids.length;
    const integers = (values: bigint[], dims: number[]): Tensor =>
      createTensor("int64", BigInt64Array.from(values), dims);
    const own: Record<string, () => Tensor> = {
      input_ids: () => integers(ids.map(BigInt), [1, ids.length]),
      attention_mask: () => createTensor("int64", new BigInt64Array(total).fill(1n), [1, total]),
      position_ids: () => {
        const first = cache.length + firstPosition;
        return integers(
          ids.map((_, index) => BigInt(first + index)),
          [1, ids.length],
        );
      },
      num_logits_to_keep: () => integers([BigInt(rows)], []),
      use_cache_branch: () => createTensor("bool", Uint8Array.of(cache.length > 0 ? 1 : 0), [1]),
    };
    const made = session.inputNames.flatMap((name) => {
      const make = own[name];
      return make ? [[name, make()] as const] : [];
    });
    return { ...Object.fromEntries(made), ...cache.tensors };
  }

  private read(
    outputs: InferenceSession.ReturnType,
    fed: number,
    length: number,
    rows: number,
  ): DecodedBlock {
    const tensors: Record<string, Tensor> = {};
    for (const [name, value] of Object.entries(outputs)) {
      const input = cacheInputOf(name);
      if (input !== undefined) tensors[input] = value as Tensor;
      else if (name !== "logits") disposeTensor(value as Tensor);
    }
    const logits = outputs["logits"] as Tensor;
    const [, given, width] = logits.dims as [number, number, number];
    const all = numbers(logits);
    const wanted = Math.min(rows, fed, given);
    return {
      logits: all.subarray((given - wanted) * width),
      rows: wanted,
      width,
      cache: { length, tensors },
    };
  }

  private emptyTensor({ name, type, shape }: InferenceSession.TensorValueMetadata): Tensor {
    const dims = shape.map((size) => (typeof size === "number" ? size : symbolicSize(size)));
    const elements = dims.reduce((product, size) => product * size, 1);
    if (type === "float32") return this.options.createTensor(type, new Float32Array(elements), dims);
    if (type === "float16") return this.options.createTensor(type, new Uint16Array(elements), dims);
    throw new ExpectedError(
      "bad-input",
      `${this.options.id} keeps its cache ${name} as ${type}, which is not supported.`,
      "Choose another precision of the model.",
    );
  }
}

/** The input that an output feeds in the next pass: `present.0.key` → `past_key_values.0.key`. */
function cacheInputOf(output: string): string | undefined {
  if (!output.startsWith("present")) return undefined;
  return output.startsWith("present.")
    ? output.replace("present", "past_key_values")
    : output.replace("present", "past");
}

/** A symbolic dimension before anything was read: one text, no tokens. */
function symbolicSize(name: string): number {
  return name.startsWith("batch") ? 1 : 0;
}

function numbers(tensor: Tensor): Float32Array {
  if (tensor.type === "float32") return tensor.data as Float32Array;
  const { buffer, byteOffset, length } = tensor.data as Uint16Array;
  return fromFloat16(new Uint16Array(buffer, byteOffset, length));
}
