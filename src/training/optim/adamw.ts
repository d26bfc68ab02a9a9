import { numpy as np, tree } from "@jax-js/jax";
import type { Params } from "../params";

export interface AdamWOptions {
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Decoupled: each step takes `learningRate · weightDecay` of a matrix away. Vectors (norms) do not decay. */
  weightDecay: number;
}

/** Running means of gradients (m) and of their squares (v), as in the paper. */
export type Moments = { m: Params; v: Params };

/** Numbers of one step; arrays, so that a compiled step serves all of them. */
export type AdamWScalars = { rate: np.Array; correction1: np.Array; correction2: np.Array };

/** Moments at zero for params of these shapes; the params stay usable. */
export function initialMoments(params: Params): Moments {
  const zeros = (): Params => tree.map((array: np.Array) => np.zeros([...array.shape]), params) as Params;
  return { m: zeros(), v: zeros() };
}

/** The numbers of step `step` (1 for the first): learning rate and bias corrections `1 − βᵗ`. */
export function adamwScalars(options: AdamWOptions, learningRate: number, step: number): AdamWScalars {
  return {
    rate: np.array(learningRate),
    correction1: np.array(1 - options.beta1 ** step),
    correction2: np.array(1 - options.beta2 ** step),
  };
}

/**
 * One step of AdamW (Loshchilov & Hutter, "Decoupled weight decay regularization", 2019, algorithm 2 with the
 * learning rate as the schedule): `θ ← θ − η (m̂ / (√v̂ + ε) + λ θ)`. Takes ownership of all arrays.
 */
export function adamwStep(
  options: AdamWOptions,
  params: Params,
  gradients: Params,
  moments: Moments,
  scalars: AdamWScalars,
): [Params, Moments] {
  const { beta1, beta2, epsilon, weightDecay } = options;
  const next: Params = {};
  const m: Params = {};
  const v: Params = {};
  for (const name of Object.keys(params)) {
    const theta = params[name] as np.Array;
    const g = gradients[name] as np.Array;
    const decay = theta.ndim > 1 ? weightDecay : 0;
    const mean = (moments.m[name] as np.Array).mul(beta1).add(g.ref.mul(1 - beta1));
    const square = (moments.v[name] as np.Array).mul(beta2).add(np.square(g).mul(1 - beta2));
    const direction = mean.ref
      .div(scalars.correction1.ref)
      .div(np.sqrt(square.ref.div(scalars.correction2.ref)).add(epsilon));
    next[name] = theta.ref.sub(direction.add(theta.mul(decay)).mul(scalars.rate.ref));
    m[name] = mean;
    v[name] = square;
  }
  tree.dispose(scalars);
  return [next, { m, v }];
}
