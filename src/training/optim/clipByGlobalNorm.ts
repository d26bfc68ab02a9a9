import { numpy as np, tree } from "@jax-js/jax";
import type { Params } from "../params";

/** Added to the norm so that it can divide, as PyTorch's `clip_grad_norm_` does. */
const EPSILON = 1e-6;

/**
 * Scales all gradients by one factor such that their joint Euclidean norm is at most `maxNorm` (Pascanu et al., 2013).
 * @returns the gradients and the norm before clipping (a scalar array)
 */
export function clipByGlobalNorm(gradients: Params, maxNorm: number): [Params, np.Array] {
  const squares = Object.values(gradients).map((gradient) => np.sum(np.square(gradient.ref)));
  const norm = np.sqrt(squares.reduce((total, square) => total.add(square)));
  const factor = np.minimum(np.array(maxNorm).div(norm.ref.add(EPSILON)), 1);
  const clipped = tree.map((gradient: np.Array) => gradient.mul(factor.ref), gradients) as Params;
  factor.dispose();
  return [clipped, norm];
}
