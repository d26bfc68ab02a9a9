import type { Tensor } from "onnxruntime-web";

/** Makes a tensor on the CPU. */
export type CreateTensor = (type: Tensor.Type, data: Tensor.DataType, dims: readonly number[]) => Tensor;

/**
 * The keys and values of the tokens a decoder has read: tensors by the names of the inputs they feed. Tensors on the
 * GPU are ours to free; nothing else does it.
 */
export interface KeyValueCache {
  /** Tokens read. */
  length: number;
  tensors: Readonly<Record<string, Tensor>>;
}

export function disposeCache(cache: KeyValueCache): void {
  for (const tensor of Object.values(cache.tensors)) disposeTensor(tensor);
}

/** Frees a tensor's GPU memory; one on the CPU is left to the garbage collector. */
export function disposeTensor(tensor: Tensor): void {
  if (tensor.location === "gpu-buffer") tensor.dispose();
}

/** Whether a cache can be cut to fewer tokens: recurrent states, which some models keep, cannot. */
export function isCuttable(inputNames: readonly string[]): boolean {
  return inputNames.every((name) => name.startsWith("past_key_values."));
}

/** The cache of the first `length` tokens; the given cache is used up. Shape (batch, heads, tokens, headDim). */
export async function cutCache(
  cache: KeyValueCache,
  length: number,
  cutTensor: (tensor: Tensor, length: number) => Promise<Tensor>,
): Promise<KeyValueCache> {
  if (length === cache.length) return cache;
  const entries = Object.entries(cache.tensors).map(async ([name, tensor]) => {
    const cut = await cutTensor(tensor, length);
    disposeTensor(tensor);
    return [name, cut] as const;
  });
  return { length, tensors: Object.fromEntries(await Promise.all(entries)) };
}

/** The first `length` tokens of a (batch, heads, tokens, headDim) tensor on the CPU, as a new tensor. */
export function cutOnCpu(createTensor: CreateTensor, tensor: Tensor, length: number): Tensor {
  const [batch, heads, tokens, size] = tensor.dims as [number, number, number, number];
  const data = tensor.data as Float32Array | Uint16Array;
  const cut = data.slice(0, batch * heads * length * size);
  for (let head = 0; head < batch * heads; head++) {
    const start = head * tokens * size;
    cut.set(data.subarray(start, start + length * size), head * length * size);
  }
  return createTensor(tensor.type, cut, [batch, heads, length, size]);
}

/** One text of a cache: its last `length` tokens, what stands before them being padding. */
export interface CacheRow {
  cache: KeyValueCache;
  row: number;
  length: number;
}

/** The same of one tensor, (batch, heads, tokens, headDim). */
export interface TensorRow {
  tensor: Tensor;
  row: number;
  length: number;
}

/**
 * Texts from one or more caches side by side in a new one, as long as the longest of them, padded on the left. The
 * given caches are left as they are.
 */
export async function assembleCache(
  rows: readonly CacheRow[],
  assembleTensor: (rows: readonly TensorRow[], length: number) => Promise<Tensor>,
): Promise<KeyValueCache> {
  const length = Math.max(...rows.map((row) => row.length));
  const names = Object.keys(rows[0]!.cache.tensors);
  const entries = names.map(async (name) => {
    const parts = rows.map(({ cache, row, length }) => ({ tensor: cache.tensors[name]!, row, length }));
    return [name, await assembleTensor(parts, length)] as const;
  });
  return { length, tensors: Object.fromEntries(await Promise.all(entries)) };
}

/** Where the tokens of a row lie that are taken over into a tensor of `length` tokens; all in elements. */
export interface Stretch {
  tensor: Tensor;
  from: number;
  to: number;
  count: number;
}

/** What has to be copied to put rows together; all of it goes to places where nothing else goes. */
export function stretches(rows: readonly TensorRow[], length: number): Stretch[] {
  return rows.flatMap(({ tensor, row, length: own }, index) => {
    const [, heads, tokens, size] = tensor.dims as [number, number, number, number];
    return Array.from({ length: heads }, (_, head) => ({
      tensor,
      from: ((row * heads + head) * tokens + tokens - own) * size,
      to: ((index * heads + head) * length + length - own) * size,
      count: own * size,
    }));
  });
}

/** Rows of tensors on the CPU side by side in a new one of `length` tokens; padding is 0. */
export function assembleOnCpu(
  createTensor: CreateTensor,
  rows: readonly TensorRow[],
  length: number,
): Tensor {
  const [{ tensor: first }] = rows as [TensorRow];
  const [, heads, , size] = first.dims as [number, number, number, number];
  const elements = rows.length * heads * length * size;
  const bytes = first.type === "float32" ? 4 : 2;
  const data = first.type === "float32" ? new Float32Array(elements) : new Uint16Array(elements);
  const target = new Uint8Array(data.buffer);
  for (const { tensor, from, to, count } of stretches(rows, length)) {
    const { buffer, byteOffset } = tensor.data as Float32Array | Uint16Array;
    target.set(new Uint8Array(buffer, byteOffset + from * bytes, count * bytes), to * bytes);
  }
  return createTensor(first.type, data, [rows.length, heads, length, size]);
}
