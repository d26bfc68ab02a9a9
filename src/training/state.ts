import { tree } from "@jax-js/jax";
import type { LlamaConfig, LlamaWeights } from "./llama-config";
import { initialMoments, type Moments } from "./optim/adamw";
import { paramsFromWeights, type Params } from "./params";

/** Everything that training changes; with it, a run goes on exactly where it was. */
export interface TrainingState {
  config: LlamaConfig;
  /** Steps done. */
  step: number;
  /** Index of the next example or problem of the run's data. */
  nextItem: number;
  params: Params;
  moments: Moments;
}

/** A run that starts at these weights. */
export function newTrainingState(config: LlamaConfig, weights: LlamaWeights): TrainingState {
  const params = paramsFromWeights(weights);
  return { config, step: 0, nextItem: 0, params, moments: initialMoments(params) };
}

/** Frees the arrays; the state must not be used afterwards. */
export function disposeState(state: TrainingState): void {
  tree.dispose(state.params);
  tree.dispose(state.moments);
}
