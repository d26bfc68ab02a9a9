import { jit, nn, numpy as np, tree } from "@jax-js/jax";
import { keeping, type Keep } from "./keep";
import { embed, heads, linear, rmsNorm, rotate, shareAmong, swiglu, takeOnce } from "./llama";
import type { LlamaConfig } from "./llama-config";
import type { Params } from "./params";
import { rotaryTables } from "./rope";

/** Keys and values of every layer, each array (B, kvHeads, slots, Dh). */
type Cache = { k: np.Array[]; v: np.Array[] };

/** Tokens of a block. */
const BLOCK = 8;

/** What one decoding step reads. */
type StepInputs = {
  /** (B) int32 */
  ids: np.Array;
  /** () int32: the slot of the block to write; slots up to it are read. */
  slot: np.Array;
  /** () int32: the number of tokens in finished blocks. */
  finished: np.Array;
  /** (Dh) */
  cos: np.Array;
  sin: np.Array;
};

/**
 * Writes `rows` texts at once, token by token, with a key/value cache of fixed size: one compiled step serves every
 * position.
 *
 * The tokens of the block in progress are cached apart: a step writes a whole array, so it writes a small one, and only
 * a finished block is written to the large one.
 */
export class Decoder {
  private readonly compiled;

  constructor(
    readonly config: LlamaConfig,
    readonly rows: number,
    /** Longest text, prompt included. */
    readonly length: number,
  ) {
    this.compiled = {
      step: jit((params: Params, finished: Cache, block: Cache, inputs: StepInputs) =>
        keeping((keep) => decodeStep(config, params, finished, block, inputs, keep)),
      ),
      finishBlock: jit(finishBlock),
    };
  }

  /** A run over fresh texts. The params stay usable and must not be disposed before `close`. */
  open(params: Params): DecoderRun {
    return new DecoderRun(this, params, this.compiled);
  }

  /** Frees what was compiled. */
  dispose(): void {
    this.compiled.step.dispose();
    this.compiled.finishBlock.dispose();
  }
}

interface Compiled {
  step(
    params: Params,
    finished: Cache,
    block: Cache,
    inputs: StepInputs,
  ): [{ logits: np.Array; block: Cache }, kept: np.Array[]];
  finishBlock(finished: Cache, block: Cache, number: np.Array): Cache;
}

/** The texts of one run; all rows are at the same position. */
export class DecoderRun {
  /** Slots of finished blocks; those not written yet are zero. */
  private finished: Cache;
  /** Slots of the block in progress. */
  private block: Cache;
  private position = 0;

  constructor(
    private readonly decoder: Decoder,
    private readonly params: Params,
    private readonly compiled: Compiled,
  ) {
    const { kvHeads, headDim, layers } = decoder.config;
    const empty = (slots: number): Cache => {
      const zeros = (): np.Array[] =>
        Array.from({ length: layers }, () => np.zeros([decoder.rows, kvHeads, slots, headDim]));
      return { k: zeros(), v: zeros() };
    };
    this.finished = empty(Math.ceil(decoder.length / BLOCK) * BLOCK);
    this.block = empty(BLOCK);
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
    const slot = this.position % BLOCK;
    const [{ logits, block }, kept] = this.compiled.step(
      tree.ref(this.params),
      tree.ref(this.finished),
      this.block,
      {
        ids: np.array(ids),
        slot: np.array(slot, { dtype: np.int32 }),
        finished: np.array(this.position - slot, { dtype: np.int32 }),
        cos: np.array(cos),
        sin: np.array(sin),
      },
    );
    tree.dispose(kept);
    this.block = block;
    if (slot === BLOCK - 1) {
      const number = np.array((this.position - slot) / BLOCK, { dtype: np.int32 });
      this.finished = this.compiled.finishBlock(this.finished, tree.ref(block), number);
    }
    this.position++;
    return (await logits.data()) as Float32Array;
  }

  /** Frees the cache. */
  close(): void {
    tree.dispose(this.finished);
    tree.dispose(this.block);
  }
}

function decodeStep(
  config: LlamaConfig,
  params: Params,
  finished: Cache,
  block: Cache,
  inputs: StepInputs,
  keep: Keep,
): { logits: np.Array; block: Cache } {
  const { headDim } = config;
  const [B] = inputs.ids.shape as [number];
  const T = (finished.k[0] as np.Array).shape[2] as number;
  const take = takeOnce(params);
  const embeddings = take("model.embed_tokens.weight");
  const written = np.equal(indices(BLOCK), inputs.slot.ref).reshape([1, 1, BLOCK, 1]);
  const visible = np
    .concatenate([np.less(indices(T), inputs.finished), np.lessEqual(indices(BLOCK), inputs.slot)])
    .reshape([1, 1, 1, T + BLOCK]);
  const next: Cache = { k: [], v: [] };

  let x = embed(embeddings.ref, inputs.ids); // (B, hidden)
  for (let layer = 0; layer < config.layers; layer++) {
    const weight = (name: string): np.Array => take(`model.layers.${layer}.${name}.weight`);
    const normed = rmsNorm(x.ref, weight("input_layernorm"), config.rmsNormEps);
    const project = (name: string): np.Array =>
      heads(linear(normed.ref, weight(`self_attn.${name}_proj`)), B, 1, headDim); // (B, heads, 1, Dh)
    const q = rotate(project("q"), inputs.cos.ref, inputs.sin.ref).mul(1 / Math.sqrt(headDim));
    const k = rotate(project("k"), inputs.cos.ref, inputs.sin.ref);
    const blockK = np.where(written.ref, k, block.k[layer] as np.Array); // (B, kvHeads, BLOCK, Dh)
    const blockV = np.where(written.ref, project("v"), block.v[layer] as np.Array);
    next.k.push(blockK.ref);
    next.v.push(blockV.ref);
    normed.dispose();

    const scores = [finished.k[layer] as np.Array, blockK].map((keys) =>
      np.matmul(q.ref, shareAmong(config, keys).transpose([0, 1, 3, 2])),
    );
    q.dispose();
    const masked = np.where(visible.ref, np.concatenate(scores, -1), -1e9); // (B, H, 1, T + BLOCK)
    const probabilities = keep(nn.softmax(masked, -1));
    const [overFinished, overBlock] = np.split(probabilities, [T], -1).map(keep) as [np.Array, np.Array];
    const values = shareAmong(config, finished.v[layer] as np.Array);
    const mixed = np.matmul(overFinished, values).add(np.matmul(overBlock, shareAmong(config, blockV)));
    const merged = mixed.reshape([B, config.heads * headDim]);
    x = keep(x.add(linear(merged, weight("self_attn.o_proj"))));
    x = keep(
      x.ref.add(swiglu(rmsNorm(x, weight("post_attention_layernorm"), config.rmsNormEps), weight, keep)),
    );
  }
  tree.dispose([written, visible, inputs.cos, inputs.sin]);
  const logits = linear(keep(rmsNorm(x, take("model.norm.weight"), config.rmsNormEps)), embeddings);
  return { logits, block: next };
}

/** Writes a block to the finished ones as number `number`. */
function finishBlock(finished: Cache, block: Cache, number: np.Array): Cache {
  const [B, kvHeads, T, headDim] = (finished.k[0] as np.Array).shape as [number, number, number, number];
  const written = np.equal(indices(T / BLOCK), number).reshape([1, 1, T / BLOCK, 1, 1]);
  const write = (arrays: np.Array[], blocks: np.Array[]): np.Array[] =>
    arrays.map((array, layer) =>
      np
        .where(
          written.ref,
          (blocks[layer] as np.Array).reshape([B, kvHeads, 1, BLOCK, headDim]),
          array.reshape([B, kvHeads, T / BLOCK, BLOCK, headDim]),
        )
        .reshape([B, kvHeads, T, headDim]),
    );
  const next = { k: write(finished.k, block.k), v: write(finished.v, block.v) };
  written.dispose();
  return next;
}

/** 0 … n − 1 as (n) int32. */
function indices(n: number): np.Array {
  return np.arange(n).astype(np.int32);
}
