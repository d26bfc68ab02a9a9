import type { LlamaConfig } from "./llama-config";

/** A decoder that is tested in milliseconds: two layers, grouped-query attention, odd sizes where they may be odd. */
export const TINY: LlamaConfig = {
  vocabSize: 13,
  hiddenSize: 12,
  intermediateSize: 20,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 6,
  ropeTheta: 10000,
  rmsNormEps: 1e-5,
  contextLength: 64,
};
