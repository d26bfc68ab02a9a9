import type { InferenceSession, Tensor } from "onnxruntime-web";
import { fromFloat16 } from "../../core/compare/float16";
import { ExpectedError } from "../../core/errors";
import type { TokenId } from "../../core/model";
import { runtimeFailure } from "./failures";
import {
  assembleCache,
  assembleOnCpu,
  cutCache,
  cutOnCpu,
  disposeCache,
  disposeTensor,
  isCuttable,
  type CacheRow,
  type CreateTensor,
  type KeyValueCache,
  type TensorRow,
} from "./keyValueCache";

export interface DecoderOptions {
  id: string;
  session: InferenceSession;
  createTensor: CreateTensor;
  /** Cuts a tensor that lives on the GPU. */
  cutOnGpu?: (tensor: Tensor, length: number) => Promise<Tensor>;
  /** Puts rows of tensors that live on the GPU together in a new one. */
  assembleOnGpu?: (rows: readonly TensorRow[], length: number) => Promise<Tensor>;
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

/** The last logits of every row of one forward pass. */
export interface DecodedRows {
  /** (width) each. */
  logits: Float32Array[];
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

  /** Whether the graph takes what tells rows of unequal length apart. That it heeds it is another question. */
  get takesRows(): boolean {
    const names = this.options.session.inputNames;
    const told = names.includes("attention_mask") && names.includes("position_ids");
    const free = ({ shape }: InferenceSession.TensorValueMetadata): boolean =>
      shape.length === 4 && typeof shape[0] === "string" && shape[0].startsWith("batch");
    return told && this.cuttable && !names.includes("use_cache_branch") && this.cacheInputs.every(free);
  }

  /** Whether a pass gives the last logits only, where no more are wanted. */
  get sparesLogits(): boolean {
    return this.options.session.inputNames.includes("num_logits_to_keep");
  }

  /** A cache of no tokens, for so many texts. */
  emptyCache(rows = 1): KeyValueCache {
    const tensors = this.cacheInputs.map((input) => [input.name, this.emptyTensor(input, rows)] as const);
    return { length: 0, tensors: Object.fromEntries(tensors) };
  }

  /**
   * Reads `ids` (at least one) after what `cache` holds, in one forward pass.
   *
   * @param rows how many of the last ids' logits are wanted, at least 1
   * @throws ExpectedError "out-of-memory", "device-lost" or "worker-crashed"; the cache is lost then
   */
  async run(ids: readonly TokenId[], cache: KeyValueCache, rows: number): Promise<DecodedBlock> {
    const { logits, given, width, cache: longer } = await this.pass([ids], [0], cache, rows);
    const wanted = Math.min(rows, ids.length, given);
    return { logits: logits.subarray((given - wanted) * width), rows: wanted, width, cache: longer };
  }

  /**
   * Reads the same number of ids in each row, in one forward pass.
   *
   * @param padding how many of a row's first tokens, those that `cache` holds included, stand for nothing
   * @throws ExpectedError as `run`
   */
  async runRows(
    ids: readonly (readonly TokenId[])[],
    padding: readonly number[],
    cache: KeyValueCache,
  ): Promise<DecodedRows> {
    const { logits, given, width, cache: longer } = await this.pass(ids, padding, cache, 1);
    const last = (row: number): number => (row * given + given - 1) * width;
    return { logits: ids.map((_, row) => logits.subarray(last(row), last(row) + width)), cache: longer };
  }

  /** A cache of these rows of others, which are left as they are. */
  assemble(rows: readonly CacheRow[]): Promise<KeyValueCache> {
    const { createTensor, assembleOnGpu } = this.options;
    return this.exclusive(() =>
      assembleCache(rows, async (parts, length) =>
        parts.every(({ tensor }) => tensor.location === "gpu-buffer") && assembleOnGpu
          ? assembleOnGpu(parts, length)
          : assembleOnCpu(createTensor, parts, length),
      ),
    );
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

  /** One forward pass: logits (rows × given × width), `given` being those of each row's last ids. */
  private pass(
    ids: readonly (readonly TokenId[])[],
    padding: readonly number[],
    cache: KeyValueCache,
    kept: number,
  ): Promise<{ logits: Float32Array; given: number; width: number; cache: KeyValueCache }> {
    return this.exclusive(async () => {
      let outputs: InferenceSession.ReturnType;
      try {
        outputs = await this.options.session.run(this.feeds(ids, padding, cache, kept));
      } catch (error) {
        throw runtimeFailure(this.options.id, error);
      } finally {
        disposeCache(cache);
      }
      const tensors: Record<string, Tensor> = {};
      for (const [name, value] of Object.entries(outputs)) {
        const input = cacheInputOf(name);
        if (input !== undefined) tensors[input] = value as Tensor;
        else if (name !== "logits") disposeTensor(value as Tensor);
      }
      const logits = outputs["logits"] as Tensor;
      const [, given, width] = logits.dims as [number, number, number];
      const length = cache.length + ids[0]!.length;
      return { logits: numbers(logits), given, width, cache: { length, tensors } };
    });
  }

  private feeds(
    ids: readonly (readonly TokenId[])[],
    padding: readonly number[],
    cache: KeyValueCache,
    kept: number,
  ): Record<string, Tensor> {
    const { createTensor, session, firstPosition = 0 } = this.options;
    const [rows, fed] = [ids.length, ids[0]!.length];
    const total = cache.length + fed;
    const integers = (length: number, value: (row: number, index: number) => number): Tensor => {
      const values = BigInt64Array.from({ length: rows * length }, (_, at) =>
        BigInt(value(Math.floor(at / length), at % length)),
      );
      return createTensor("int64", values, [rows, length]);
    };
    const position = (row: number, index: number): number =>
      Math.max(0, cache.length + index - padding[row]!) + firstPosition;
    const own: Record<string, () => Tensor> = {
      input_ids: () => integers(fed, (row, index) => ids[row]![index]!),
      attention_mask: () => integers(total, (row, index) => (index < padding[row]! ? 0 : 1)),
      position_ids: () => integers(fed, position),
      num_logits_to_keep: () => createTensor("int64", BigInt64Array.of(BigInt(kept)), []),
      use_cache_branch: () => createTensor("bool", Uint8Array.of(cache.length > 0 ? 1 : 0), [1]),
    };
    const made = session.inputNames.flatMap((name) => {
      const make = own[name];
      return make ? [[name, make()] as const] : [];
    });
    return { ...Object.fromEntries(made), ...cache.tensors };
  }

  private emptyTensor({ name, type, shape }: InferenceSession.TensorValueMetadata, rows: number): Tensor {
    const dims = shape.map((size) => (typeof size === "number" ? size : symbolicSize(size, rows)));
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

/** A symbolic dimension before anything was read: so many texts, no tokens. */
function symbolicSize(name: string, rows: number): number {
  return name.startsWith("batch") ? rows : 0;
}

function numbers(tensor: Tensor): Float32Array {
  if (tensor.type === "float32") return tensor.data as Float32Array;
  const { buffer, byteOffset, length } = tensor.data as Uint16Array;
  return fromFloat16(new Uint16Array(buffer, byteOffset, length));
}
