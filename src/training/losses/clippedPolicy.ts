import { numpy as np } from "@jax-js/jax";

/** Numbers per token, all (N). */
export type PolicyInputs = {
  /** Log-probabilities of the tokens under the policy that wrote them. */
  old: np.Array;
  /** Log-probabilities under the reference model. */
  reference: np.Array;
  advantages: np.Array;
  /** Each token's share in the loss; 0 where there is nothing to learn. */
  weights: np.Array;
};

export interface PolicyLossOptions {
  /** The ratio of new to old probability counts as at least 1 − clipLow and at most 1 + clipHigh. */
  clipLow: number;
  clipHigh: number;
  /** Weight β of the KL penalty; 0 for none. */
  klWeight: number;
}

/**
 * The clipped surrogate of PPO (Schulman et al., 2017) with GRPO's KL penalty (Shao et al., 2024):
 * `Σ w (−min(ρA, clip(ρ)A) + β k3)`, ρ = new / old probability, k3 the estimator of KL(new ‖ reference) below.
 * Differentiable in `logprobs` (N); takes ownership of all arrays.
 * @returns the loss, and the weighted sum of k3
 */
export function clippedPolicyLoss(
  logprobs: np.Array,
  inputs: PolicyInputs,
  options: PolicyLossOptions,
): [np.Array, np.Array] {
  const { clipLow, clipHigh, klWeight } = options;
  const ratio = np.exp(logprobs.ref.sub(inputs.old));
  const clipped = np.clip(ratio.ref, 1 - clipLow, 1 + clipHigh);
  const surrogate = np.minimum(ratio.mul(inputs.advantages.ref), clipped.mul(inputs.advantages));
  const kl = k3(logprobs, inputs.reference);
  const loss = np.sum(kl.ref.mul(klWeight).sub(surrogate).mul(inputs.weights.ref));
  return [loss, np.sum(kl.mul(inputs.weights))];
}

/** Schulman's low-variance estimator `exp(ref − new) − (ref − new) − 1` of KL(new ‖ ref) at tokens drawn from new; ≥ 0. */
export function k3(logprobs: np.Array, reference: np.Array): np.Array {
  const difference = reference.sub(logprobs);
  return np.exp(difference.ref).sub(difference).sub(1);
}
