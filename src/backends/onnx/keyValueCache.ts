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
