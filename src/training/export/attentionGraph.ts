import type { LlamaConfig } from "../llama-config";
import { type GraphBuilder, RUNTIME_DOMAIN } from "./graphBuilder";
import { concatenated } from "./matrices";

/** Added to the scores of hidden keys: e^−65504 is 0, and the lowest float16 survives a conversion of the file. */
const HIDDEN = -65504;

/** Values that the attention of all layers shares. */
export interface AttentionInputs {
  /** `position_ids`, (B, S). */
  positions: string;
  /** (B, 1, heads / kvHeads · S, T): 0 where a query may see a key, `HIDDEN` elsewhere. */
  bias: string;
  /** Cosines and sines of the rotary angles, (contextLength, headDim / 2). */
  cosines: string;
  sines: string;
}

export function attentionInputs(
  graph: GraphBuilder,
  config: LlamaConfig,
  ids: string,
  mask: string,
  positions: string,
): AttentionInputs {
  const angles = rotaryAngles(config);
  const shape = [config.contextLength, config.headDim / 2];
  return {
    positions,
    bias: attentionBias(graph, config, ids, mask),
    cosines: graph.floats("rotary.cosines", shape, Float32Array.from(angles, Math.cos)),
    sines: graph.floats("rotary.sines", shape, Float32Array.from(angles, Math.sin)),
  };
}

/** Angle of position `p` and dimension pair `d`, (contextLength, headDim / 2), in float64. */
function rotaryAngles({ contextLength, headDim, ropeTheta }: LlamaConfig): Float64Array {
  const half = headDim / 2;
  return Float64Array.from(
    { length: contextLength * half },
    (_, index) => Math.floor(index / half) * ropeTheta ** (-(index % half) / half),
  );
}

/** The S rows of the tokens, repeated for every query that shares its key/value head with others (see `attention`). */
function attentionBias(graph: GraphBuilder, config: LlamaConfig, ids: string, mask: string): string {
  const [zero, one] = [graph.integer(0), graph.integer(1)];
  const sequence = secondSize(graph, "sequence_length", ids);
  const total = secondSize(graph, "total_sequence_length", mask);
  const past = graph.node("past_sequence_length", "Sub", [total, sequence]);

  const end = graph.node("bias.end", "Mul", [sequence, graph.integer(config.heads / config.kvHeads)]);
  const rows = graph.node("bias.rows", "Range", [zero, end, one]);
  const tokens = graph.node("bias.tokens", "Add", [graph.node("bias.fed", "Mod", [rows, sequence]), past]);
  const queries = graph.node("bias.queries", "Unsqueeze", [tokens, graph.integers(1)]); // (sharing · S, 1)

  const shown = graph.node("bias.shown", "Cast", [mask], { to: 9 });
  const unpadded = graph.node("bias.unpadded", "Unsqueeze", [shown, graph.integers(1, 2)]);
  const columns = graph.node("bias.columns", "Range", [zero, total, one]);
  const keys = graph.node("bias.keys", "Where", [unpadded, columns, total]); // (B, 1, 1, T), padding after everything

  const visible = graph.node("bias.visible", "LessOrEqual", [keys, queries]);
  return graph.node("bias", "Where", [visible, graph.scalar(0), graph.scalar(HIDDEN)]);
}

/** Size of axis 1 as a scalar. */
function secondSize(graph: GraphBuilder, name: string, of: string): string {
  return graph.node(name, "Squeeze", [graph.node(`${name}.shape`, "Shape", [of], { start: 1, end: 2 })]);
}

/**
 * Grouped-query attention with rotary positions and a cache; `x` and the result are (B, S, hidden).
 *
 * Queries that share a key/value head are neighbours, so (B, heads, S, headDim) is in memory what (B, kvHeads,
 * sharing · S, headDim) is: as if there were that many more tokens, and no key has to be repeated. The scores' factor
 * 1/√headDim is part of the stored query weights.
 */
export function attention(
  graph: GraphBuilder,
  config: LlamaConfig,
  read: (name: string) => Float32Array,
  layer: number,
  inputs: AttentionInputs,
  x: string,
): string {
  const { hiddenSize, heads, kvHeads, headDim } = config;
  const name = `model.layers.${layer}.self_attn`;
  const weight = (part: string): Float32Array => read(`${name}.${part}.weight`);

  const scaledQuery = weight("q_proj").map((value) => value / Math.sqrt(headDim));
  const weights = concatenated(scaledQuery, weight("k_proj"), weight("v_proj"));
  const projected = graph.linear(`${name}.qkv_proj`, x, weights, hiddenSize);
  const tokensFirst = graph.reshape(`${name}.tokens_first`, projected, [0, 0, heads + 2 * kvHeads, headDim]);
  const headsFirst = graph.node(`${name}.heads_first`, "Transpose", [tokensFirst], { perm: [0, 2, 1, 3] });
  const [turning, value] = graph.split(
    headsFirst,
    1,
    [heads + kvHeads, kvHeads],
    [`${name}.qk`, `${name}.value`],
  );
  const turned = graph.node(
    `${name}.rotary`,
    "RotaryEmbedding",
    [turning, inputs.positions, inputs.cosines, inputs.sines],
    {},
    RUNTIME_DOMAIN,
  );
  const [query, key] = graph.split(turned, 1, [heads, kvHeads], [`${name}.query`, `${name}.key`]);

  const extended = (part: string, newest: string): string => {
    const shape = (length: string): (string | number)[] => ["batch_size", kvHeads, length, headDim];
    const past = graph.input(`past_key_values.${layer}.${part}`, "float32", shape("past_sequence_length"));
    const present = graph.output(`present.${layer}.${part}`, "float32", shape("total_sequence_length"));
    return graph.node(present, "Concat", [past, newest], { axis: 2 });
  };
  const keys = extended("key", key);
  const values = extended("value", value);

  const keysTransposed = graph.node(`${name}.keys_transposed`, "Transpose", [keys], { perm: [0, 1, 3, 2] });
  const queries = graph.reshape(`${name}.queries`, query, [0, kvHeads, -1, headDim]);
  const scores = graph.node(`${name}.scores`, "MatMul", [queries, keysTransposed]); // (B, kvHeads, sharing · S, T)
  const masked = graph.node(`${name}.masked`, "Add", [scores, inputs.bias]);
  const probabilities = graph.node(`${name}.probabilities`, "Softmax", [masked], { axis: -1 });
  const mixed = graph.node(`${name}.mixed`, "MatMul", [probabilities, values]);

  const perHead = graph.reshape(`${name}.per_head`, mixed, [0, heads, -1, headDim]);
  const perToken = graph.node(`${name}.per_token`, "Transpose", [perHead], { perm: [0, 2, 1, 3] });
  const joined = graph.reshape(`${name}.joined`, perToken, [0, 0, heads * headDim]);
  return graph.linear(`${name}.o_proj`, joined, weight("o_proj"), heads * headDim);
}
