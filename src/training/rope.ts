import type { LlamaConfig } from "./llama-config";

/** Cosines and sines that turn queries and keys, each (positions, headDim) in row-major order. */
export interface RotaryTables {
  cos: Float32Array<ArrayBuffer>;
  sin: Float32Array<ArrayBuffer>;
}

/**
 * Rotary position embedding (Su et al., "RoFormer", 2021) in the half-split layout of Python's `transformers`: both
 * halves of a head share their angles, `angle = position · theta^(−2d / headDim)` for `d < headDim / 2`.
 */
export function rotaryTables(config: LlamaConfig, positions: ArrayLike<number>): RotaryTables {
  const { headDim, ropeTheta } = config;
  const half = headDim / 2;
  const cos = new Float32Array(positions.length * headDim);
  const sin = new Float32Array(positions.length * headDim);
  for (let row = 0; row < positions.length; row++) {
    for (let d = 0; d < half; d++) {
      const angle = positions[row]! * ropeTheta ** ((-2 * d) / headDim);
      for (const column of [d, d + half]) {
        cos[row * headDim + column] = Math.cos(angle);
        sin[row * headDim + column] = Math.sin(angle);
      }
    }
  }
  return { cos, sin };
}
