import { numpy as np } from "@jax-js/jax";
import { Draws } from "../core/random";
import { type LlamaConfig, type LlamaWeights, weightShapes } from "./llama-config";

/** All trainable arrays under their Hugging Face names; a tree that jit and grad take as it is. */
export type Params = Record<string, np.Array>;

/** Standard deviation of freshly drawn matrices, as Llama's `initializer_range`. */
const INITIALIZER_RANGE = 0.02;

/**
 * Fresh weights: matrices normal with deviation 0.02 (those that write to the residual stream divided by √(2·layers),
 * Radford et al., 2019), norms at one. The same seed gives the same numbers.
 */
export function initialWeights(config: LlamaConfig, seed: number): LlamaWeights {
  return Object.fromEntries(
    weightShapes(config).map(([name, shape], index) => {
      const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
      if (shape.length === 1) return [name, { shape, data: data.fill(1) }];
      const draws = new Draws(seed, "initialization", index);
      const writesToResidual = /(o_proj|down_proj)\.weight$/.test(name);
      const deviation = INITIALIZER_RANGE / (writesToResidual ? Math.sqrt(2 * config.layers) : 1);
      return [name, { shape, data: data.map(() => deviation * draws.normal()) }];
    }),
  );
}

/** Copies weights to the default device. */
export function paramsFromWeights(weights: LlamaWeights): Params {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [
      name,
      np.array(Float32Array.from(data)).reshape([...shape]),
    ]),
  );
}

/** Copies params back to plain arrays; the params stay usable. */
export async function weightsFromParams(params: Params): Promise<LlamaWeights> {
  const entries = Object.entries(params).map(async ([name, array]) => {
    const shape = [...array.shape];
    const data = Float32Array.from((await array.ref.data()) as Float32Array);
    return [name, { shape, data }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
