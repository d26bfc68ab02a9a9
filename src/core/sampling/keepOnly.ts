import type { TokenId } from "../model";

/** The distribution over the listed tokens alone (some of probability above 0): all others −∞, renormalised. */
export function keepOnly(logprobs: Float32Array, ids: Uint32Array): Float32Array {
  const logprob = (id: TokenId) => logprobs[id]!;
  const mass = ids.reduce((sum, id) => sum + Math.exp(logprob(id)), 0);
  const logMass = Math.log(mass);
  const kept = new Float32Array(logprobs.length).fill(-Infinity);
  for (const id of ids) kept[id] = logprob(id) - logMass;
  return kept;
}
