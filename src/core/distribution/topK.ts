import type { LogprobArray } from "./logSoftmax";
import { rowReader } from "./rowReader";

/** The most probable tokens, most probable first; `logprobs[i]` belongs to `ids[i]`. */
export interface TopK {
  ids: Uint32Array;
  logprobs: Float32Array;
}

/** No float32 above −∞ is less, so this asks for every token that is possible at all. */
const LEAST_POSSIBLE = -3.4028234663852886e38;

/** The first stretch that is read; each later one is as long as all before, and then holds about `k` better entries. */
const FIRST_STRETCH = 256;

/**
 * The `k` most probable tokens, most probable first, ties by lower id.
 * Fewer than `k` where fewer have a probability above 0.
 *
 * A heap keeps the best k so far, its worst on top; stretch by stretch only entries that reach that one are looked at.
 */
export function topK(logprobs: LogprobArray, k: number): TopK {
  const worse = (x: number, y: number) => {
    const difference = logprobs[x]! - logprobs[y]!;
    return difference < 0 || (difference === 0 && x > y);
  };
  const heap: number[] = [];
  const reader = rowReader(logprobs);
  for (let from = 0; from < logprobs.length && k > 0; from = Math.max(FIRST_STRETCH, 2 * from)) {
    const to = Math.max(FIRST_STRETCH, 2 * from);
    const threshold = heap.length < k ? LEAST_POSSIBLE : logprobs[heap[0]!]!;
    for (const id of reader.atLeast(from, to, threshold)) {
      if (heap.length < k) siftUp(heap, id, worse);
      else if (worse(heap[0]!, id)) siftDown(heap, id, worse);
    }
  }
  const ids = Uint32Array.from(heap).sort((x, y) => (worse(x, y) ? 1 : -1));
  return { ids, logprobs: Float32Array.from(ids, (id) => logprobs[id]!) };
}

type Worse = (x: number, y: number) => boolean;

/** Adds `id` to the heap. */
function siftUp(heap: number[], id: number, worse: Worse): void {
  let place = heap.length;
  heap.push(id);
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!worse(id, heap[parent]!)) break;
    heap[place] = heap[parent]!;
    place = parent;
  }
  heap[place] = id;
}

/** Puts `id` in the place of the heap's worst. */
function siftDown(heap: number[], id: number, worse: Worse): void {
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && worse(heap[child + 1]!, heap[child]!)) child++;
    if (!worse(heap[child]!, id)) break;
    heap[place] = heap[child]!;
    place = child;
  }
  heap[place] = id;
}
