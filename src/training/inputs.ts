import { numpy as np } from "@jax-js/jax";
import type { ForwardInputs } from "./llama";
import type { PackedBatch } from "./packing";

/** Copies a batch to the default device, as the forward pass reads it. */
export function forwardInputs(batch: PackedBatch): ForwardInputs {
  const { rows, length } = batch;
  const headDim = batch.cos.length / (rows * length);
  return {
    ids: np.array(batch.ids).reshape([rows, length]),
    segments: np.array(batch.segments).reshape([rows, length]),
    cos: np.array(batch.cos).reshape([rows, length, headDim]),
    sin: np.array(batch.sin).reshape([rows, length, headDim]),
  };
}
