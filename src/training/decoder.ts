import { jit, numpy as np, tree } from "@jax-js/jax";
import { keeping, type Keep } from "./keep";
import { attend, embed, heads, linear, rmsNorm, rotate, shareAmong, swiglu, takeOnce } from "./llama";
import type { LlamaConfig } from "./llama-config";
import type { Params } from "./params";
import { rotaryTables } from "./rope";

/** Keys and values of every layer, each (B, kvHeads, T, Dh); slots that are not written yet are zero. */
type Cache = { k: np.Array[]; v: np.Array[] };

/** What one decoding step reads. */
type StepInputs = {
  /** (B) int32 */
  ids: np.Array;
  /** () int32: the slot of the cache to write; slots up to it are read. */
  position: np.Array;
  /** (Dh) */
  cos: np.Array;
  sin: np.Array;
};

/**
 * Writes `rows` texts at once, token by token, with a key/value cache of fixed size: one compiled step serves every
 * position.
 */
export class Decoder {
  private readonly compiled;

  constructor(
    readonly config: LlamaConfig,
    readonly rows: number,
    /** Longest text, prompt included. */
    readonly length: number,
  ) {
    this.compiled = jit((params: Params, cache: Cache, inputs: StepInputs) =>
      keeping((keep) => decodeStep(config, params, cache, inputs, keep)),
    );
  }

  /** A run over fresh texts. The params stay usable and must not be disposed before `close`. */
  open(params: Params): DecoderRun {
    return new DecoderRun(this, params, (...args) => this.compiled(...args));
  }

  /** Frees what was compiled. */
  dispose(): void {
    this.compiled.dispose();
  }
}

type StepOutputs = { logits: np.Array; cache: Cache };

type CompiledStep = (params: Params, cache: Cache, inputs: StepInputs) => [StepOutputs, kept: np.Array[]];

/** The texts of one run; all rows are at the same position. */
export class DecoderRun {
  private cache: Cache;
  private position = 0;

  constructor(
    private readonly decoder: Decoder,
    private readonly params: Params,
    private readonly compiled: CompiledStep,
  ) {
    const { kvHeads, headDim, layers } = decoder.config;
    const empty = (): np.Array[] =>
      Array.from({ length: layers }, () => np.zeros([decoder.rows, kvHeads, decoder.length, headDim]));
    this.cache = { k: empty(), v: empty() };
  }

  /**
   * Appends one token to every row.
   * @returns logits (rows, V), row-major, for the token after it
   * @throws RangeError when the rows are full or `ids` is not one id per row
   */
  async append(ids: Int32Array<ArrayBuffer>): Promise<Float32Array> {
    const { config, length, rows } = this.decoder;
    if (this.position >= length) throw new RangeError(`The rows are full: ${length} tokens.`);
    if (ids.length !== rows) throw new RangeError(`${rows} ids expected, one per row, ${ids.length} found.`);
    const { cos, sin } = rotaryTables(config, [this.position]);
    const [{ logits, cache }, kept] = this.compiled(tree.ref(this.params), this.cache, {
      ids: np.array(ids),
      position: np.array(this.position, { dtype: np.int32 }),
      cos: np.array(cos),
      sin: np.array(sin),
    });
    tree.dispose(kept);
    this.cache = cache;
    this.position++;
    return (await logits.data()) as Float32Array;
  }

  /** Frees the cache. */
  close(): void {
    tree.dispose(this.cache);
  }
}

function decodeStep(
  config: LlamaConfig,
  params: Params,
  cache: Cache,
  inputs: StepInputs,
  keep: Keep,
): StepOutputs {
  const { headDim } = config;
  const [B] = inputs.ids.shape as [number];
  const T = (cache.k[0] as np.Array).shape[2] as number;
  const take = takeOnce(params);
  const embeddings = take("model.embed_tokens.weight");
  const slots = np.arange(T).astype(np.int32).reshape([1, 1, T, 1]);
  const written = np.equal(slots.ref, inputs.position.ref); // (1, 1, T, 1)
  const visible = np.lessEqual(slots, inputs.position).reshape([1, 1, 1, T]);
  const next: Cache = { k: [], v: [] };

  let x = embed(embeddings.ref, inputs.ids); // (B, hidden)
  for (let layer = 0; layer < config.layers; layer++) {
    const weight = (name: string): np.Array => take(`model.layers.${layer}.${name}.weight`);
    const normed = rmsNorm(x.ref, weight("input_layernorm"), config.rmsNormEps);
    const q = rotate(
      heads(linear(normed.ref, weight("self_attn.q_proj")), B, 1, headDim),
      inputs.cos.ref,
      inputs.sin.ref,
    );
    const k = rotate(
      heads(linear(normed.ref, weight("self_attn.k_proj")), B, 1, headDim),
      inputs.cos.ref,
      inputs.sin.ref,
    );
    const v = heads(linear(normed, weight("self_attn.v_proj")), B, 1, headDim);
    const keys = np.where(written.ref, k, cache.k[layer] as np.Array); // (B, kvHeads, T, Dh)
    const values = np.where(written.ref, v, cache.v[layer] as np.Array);
    next.k.push(keys.ref);
    next.v.push(values.ref);
    const mixed = attend(q, shareAmong(config, keys), shareAmong(config, values), visible.ref, keep); // (B, H, 1, Dh)
    x = keep(x.add(linear(mixed.reshape([B, config.heads * headDim]), weight("self_attn.o_proj"))));
    x = keep(
      x.ref.add(swiglu(rmsNorm(x, weight("post_attention_layernorm"), config.rmsNormEps), weight, keep)),
    );
  }
  tree.dispose([written, visible, inputs.cos, inputs.sin]);
  const logits = linear(keep(rmsNorm(x, take("model.norm.weight"), config.rmsNormEps)), embeddings);
  return { logits, cache: next };
}
