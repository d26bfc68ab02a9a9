import { env, InferenceSession, Tensor } from "onnxruntime-web";
import type { LlamaConfig } from "../../src/training/llama-config";

/** One row of a batch: tokens to feed, after `padding` tokens that the mask hides. */
export interface Row {
  ids: readonly number[];
  padding?: number;
}

/** Keys and values of everything fed so far, with the mask that goes with them. */
export interface Cache {
  masks: readonly (readonly number[])[];
  tensors: Readonly<Record<string, Tensor>>;
}

/** Runs an exported graph in Node on ONNX Runtime's WebAssembly build, one thread. */
export class OnnxRunner {
  private constructor(
    private readonly config: LlamaConfig,
    readonly session: InferenceSession,
  ) {}

  static async open(config: LlamaConfig, bytes: Uint8Array): Promise<OnnxRunner> {
    env.wasm.numThreads = 1;
    return new OnnxRunner(config, await InferenceSession.create(bytes, { executionProviders: ["wasm"] }));
  }

  /**
   * Feeds equally long rows (padding included) after `cache`.
   * @returns per row and fed token, padding included, its logits (V), and the cache to go on from
   */
  async forward(rows: readonly Row[], cache?: Cache): Promise<{ logits: Float32Array[][]; cache: Cache }> {
    const { layers, kvHeads, headDim, vocabSize } = this.config;
    const pads = rows.map((row) => Array.from({ length: row.padding ?? 0 }, () => 0));
    const masks = rows.map((row, i) => [
      ...(cache?.masks[i] ?? []),
      ...(pads[i] as number[]),
      ...row.ids.map(() => 1),
    ]);
    const length = (rows[0] as Row).ids.length + (pads[0] as number[]).length;
    const feeds: Record<string, Tensor> = {
      input_ids: integers(rows.map((row, i) => [...(pads[i] as number[]), ...row.ids])),
      attention_mask: integers(masks),
      position_ids: integers(masks.map((mask) => positions(mask).slice(-length))),
    };
    for (let layer = 0; layer < layers; layer++) {
      for (const part of ["key", "value"]) {
        feeds[`past_key_values.${layer}.${part}`] =
          cache?.tensors[`present.${layer}.${part}`] ??
          new Tensor("float32", new Float32Array(0), [rows.length, kvHeads, 0, headDim]);
      }
    }
    const outputs = (await this.session.run(feeds)) as Record<string, Tensor>;
    const { logits, ...tensors } = outputs;
    const data = (logits as Tensor).data as Float32Array;
    return {
      logits: rows.map((_, row) =>
        Array.from({ length }, (_, token) => {
          const start = (row * length + token) * vocabSize;
          return data.slice(start, start + vocabSize);
        }),
      ),
      cache: { masks, tensors },
    };
  }
}

/** Positions as transformers.js counts them: 0, 1, 2, … over what the mask shows, 1 where it hides. */
function positions(mask: readonly number[]): number[] {
  let next = 0;
  return mask.map((shown) => (shown ? next++ : 1));
}

function integers(rows: readonly (readonly number[])[]): Tensor {
  return new Tensor("int64", BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]?.length ?? 0]);
}

/** Largest absolute difference of two equally long lists of equally long vectors; NaN where a number is NaN. */
export function largestDifference(a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} vectors against ${b.length}`);
  let largest = 0;
  a.forEach((left, i) => {
    const right = b[i] as ArrayLike<number>;
    if (left.length !== right.length) throw new RangeError(`${left.length} numbers against ${right.length}`);
    for (let j = 0; j < left.length; j++) {
      const difference = Math.abs((left[j] as number) - (right[j] as number));
      if (Number.isNaN(difference)) return void (largest = Number.NaN);
      largest = Math.max(largest, difference);
    }
  });
  return largest;
}
