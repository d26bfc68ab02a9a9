import { applyMinP } from "./minP";
import type { SamplingSettings } from "./settings";
import { applyTemperature } from "./temperature";
import { applyTopK } from "./topK";
import { applyTopP } from "./topP";

/**
 * The distribution a token is drawn from: temperature → top-k → top-p → min-p, each over what the one before left,
 * renormalised. Takes and gives log-probabilities (V); removed tokens are −∞.
 */
export function process(logprobs: Float32Array, settings: SamplingSettings): Float32Array {
  const tempered = applyTemperature(logprobs, settings.temperature);
  const few = applyTopK(tempered, settings.topK);
  const nucleus = applyTopP(few, settings.topP);
  return applyMinP(nucleus, settings.minP);
}
