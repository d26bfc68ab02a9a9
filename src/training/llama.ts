import { lax, nn, numpy as np, tree } from "@jax-js/jax";
import { keepNothing, type Keep } from "./keep";
import type { LlamaConfig } from "./llama-config";
import type { Params } from "./params";

/** What one forward pass reads. A row may hold several texts, one after the other: they never see each other. */
export type ForwardInputs = {
  /** (B, T) int32 token ids. */
  ids: np.Array;
  /** (B, T) int32: tokens attend to earlier tokens of their own segment only. */
  segments: np.Array;
  /** (B, T, headDim) cosines and sines of each token's position in its segment. */
  cos: np.Array;
  sin: np.Array;
};

/**
 * The Llama decoder on whole rows, differentiable in `params`; takes ownership of all its arguments.
 * @returns logits (B·T, V) for the token after each token
 */
export function llamaLogits(
  config: LlamaConfig,
  params: Params,
  inputs: ForwardInputs,
  keep: Keep = keepNothing,
): np.Array {
  const [B, T] = inputs.ids.shape as [number, number];
  const take = takeOnce(params);
  const embeddings = take("model.embed_tokens.weight");
  const mask = attentionMask(inputs.segments, B, T); // (B, 1, T, T)
  const cos = inputs.cos.reshape([B, 1, T, config.headDim]);
  const sin = inputs.sin.reshape([B, 1, T, config.headDim]);

  let x = embed(embeddings.ref, inputs.ids.reshape([B * T])); // (B·T, hidden)
  for (let layer = 0; layer < config.layers; layer++) {
    const weight = (name: string): np.Array => take(`model.layers.${layer}.${name}.weight`);
    const normed = rmsNorm(x.ref, weight("input_layernorm"), config.rmsNormEps);
    const q = rotate(
      heads(linear(normed.ref, weight("self_attn.q_proj")), B, T, config.headDim),
      cos.ref,
      sin.ref,
    );
    const k = rotate(
      heads(linear(normed.ref, weight("self_attn.k_proj")), B, T, config.headDim),
      cos.ref,
      sin.ref,
    );
    const v = heads(linear(normed, weight("self_attn.v_proj")), B, T, config.headDim);
    const mixed = attend(q, shareAmong(config, k), shareAmong(config, v), mask.ref, keep); // (B, H, T, Dh)
    const merged = mixed.transpose([0, 2, 1, 3]).reshape([B * T, config.heads * config.headDim]);
    x = x.add(linear(merged, weight("self_attn.o_proj")));
    x = x.ref.add(swiglu(rmsNorm(x, weight("post_attention_layernorm"), config.rmsNormEps), weight, keep));
  }
  tree.dispose([mask, cos, sin]);
  return linear(keep(rmsNorm(x, take("model.norm.weight"), config.rmsNormEps)), embeddings);
}

/** Hands out each array of the tree by name; a missing one is a bug. */
export function takeOnce(params: Params): (name: string) => np.Array {
  return (name) => {
    const array = params[name];
    if (!array) throw new Error(`The model has no weight ${name}`);
    return array;
  };
}

/** Rows of the table at `ids` (N) -> (N, hidden). */
export function embed(table: np.Array, ids: np.Array): np.Array {
  return np.take(table, ids, 0);
}

/** `x Wᵀ` for `W` stored as (out, in). */
export function linear(x: np.Array, weight: np.Array): np.Array {
  return np.matmul(x, weight.transpose());
}

export function rmsNorm(x: np.Array, weight: np.Array, epsilon: number): np.Array {
  const meanSquare = np.mean(np.square(x.ref), -1, { keepdims: true });
  return x.mul(np.reciprocal(np.sqrt(meanSquare.add(epsilon)))).mul(weight);
}

export function swiglu(x: np.Array, weight: (name: string) => np.Array, keep: Keep): np.Array {
  const gate = nn.silu(linear(x.ref, weight("mlp.gate_proj")));
  return linear(keep(gate.mul(linear(x, weight("mlp.up_proj")))), weight("mlp.down_proj"));
}

/** (B·T, H·Dh) -> (B, H, T, Dh) */
export function heads(x: np.Array, B: number, T: number, headDim: number): np.Array {
  return x.reshape([B, T, -1, headDim]).transpose([0, 2, 1, 3]);
}

/** Turns (B, H, T, Dh) by each token's angles (B, 1, T, Dh). */
export function rotate(x: np.Array, cos: np.Array, sin: np.Array): np.Array {
  const [first, second] = np.split(x.ref, 2, -1) as [np.Array, np.Array];
  return x.mul(cos).add(np.concatenate([second.neg(), first], -1).mul(sin));
}

/** Repeats key/value heads so that every query head has one (grouped-query attention). */
export function shareAmong(config: LlamaConfig, x: np.Array): np.Array {
  return config.kvHeads === config.heads ? x : np.repeat(x, config.heads / config.kvHeads, 1);
}

/** softmax(q kᵀ / √Dh) v where `mask` is true; (B, H, T, Dh). */
export function attend(q: np.Array, k: np.Array, v: np.Array, mask: np.Array, keep: Keep): np.Array {
  const headDim = q.shape.at(-1) as number;
  const scores = np.matmul(q.mul(1 / Math.sqrt(headDim)), k.transpose([0, 1, 3, 2]));
  return np.matmul(keep(nn.softmax(np.where(mask, scores, -1e9), -1)), v);
}

/** True where a token may look: at itself and earlier tokens of its segment; (B, 1, T, T). */
function attentionMask(segments: np.Array, B: number, T: number): np.Array {
  const same = np.equal(segments.ref.reshape([B, 1, T, 1]), segments.reshape([B, 1, 1, T]));
  return np.where(same, np.tri(T, T, 0, { dtype: np.bool }).reshape([1, 1, T, T]), false);
}

/** Log-probabilities of `targets` (N) under `logits` (N, V) -> (N). */
export function tokenLogprobs(logits: np.Array, targets: np.Array): np.Array {
  const [N, V] = logits.shape as [number, number];
  const chosen = np.sum(logits.ref.mul(nn.oneHot(targets, V)), -1);
  const shift = lax.stopGradient(np.max(logits.ref, -1, { keepdims: true }));
  const total = np.log(np.sum(np.exp(logits.sub(shift.ref)), -1)).add(shift.reshape([N]));
  return chosen.sub(total);
}
