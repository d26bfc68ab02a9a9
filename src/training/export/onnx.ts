import { checkWeights } from "../checkWeights";
import type { LlamaConfig, LlamaWeights, WeightArray } from "../llama-config";
import { attention, attentionInputs } from "./attentionGraph";
import { GraphBuilder, RUNTIME_DOMAIN } from "./graphBuilder";
import { encodeOnnx } from "./onnxProto";

/**
 * Bytes of an ONNX file that computes the model with a key/value cache, as transformers.js and ONNX Runtime expect
 * a decoder. `docs/decisions/0008-onnx-writer.md` says why the graph has this form.
 *
 * Inputs: `input_ids` (B, S), `attention_mask` (B, T), `position_ids` (B, S), all int64, and per layer N
 * `past_key_values.N.key` and `.value` (B, kvHeads, P, headDim) in float32, where T = P + S and P may be 0.
 * Outputs, float32: `logits` (B, S, V) and per layer `present.N.key` and `.value` (B, kvHeads, T, headDim).
 *
 * Token `s` attends to the cache and to tokens up to itself wherever `attention_mask` is not 0, so padding may stand
 * anywhere; logits of padding itself mean nothing, but are finite. Positions must be below `contextLength`.
 *
 * @throws RangeError when the weights are not those of `config`, or too large for one file (2 GiB)
 */
export function exportOnnx(config: LlamaConfig, weights: LlamaWeights): Uint8Array {
  checkWeights(config, weights);
  const { vocabSize, hiddenSize, intermediateSize, layers, rmsNormEps } = config;
  const read = (name: string): Float32Array => (weights[name] as WeightArray).data;
  const graph = new GraphBuilder();

  const ids = graph.input("input_ids", "int64", ["batch_size", "sequence_length"]);
  const mask = graph.input("attention_mask", "int64", ["batch_size", "total_sequence_length"]);
  const positions = graph.input("position_ids", "int64", ["batch_size", "sequence_length"]);
  const logits = graph.output("logits", "float32", ["batch_size", "sequence_length", vocabSize]);
  const shared = attentionInputs(graph, config, ids, mask, positions);
  const table = "model.embed_tokens.weight";
  const embeddings = graph.floats(table, [vocabSize, hiddenSize], read(table));

  const norm = (name: string): string => graph.floats(`${name}.weight`, [hiddenSize], read(`${name}.weight`));
  /** Weight of the norm that follows the first `layer` layers. */
  const normAfter = (layer: number): string =>
    norm(layer < layers ? `model.layers.${layer}.input_layernorm` : "model.norm");

  let residual = graph.node("embeddings", "Gather", [embeddings, ids]); // (B, S, hidden)
  // Nothing to add before the first norm: 2x with 4ε has the norm of x with ε, to the last bit.
  let [normed] = addAndNorm(graph, residual, residual, normAfter(0), 4 * rmsNormEps);
  for (let layer = 0; layer < layers; layer++) {
    const name = `model.layers.${layer}`;
    const attended = attention(graph, config, read, layer, shared, normed);
    [normed, residual] = addAndNorm(
      graph,
      residual,
      attended,
      norm(`${name}.post_attention_layernorm`),
      rmsNormEps,
    );
    const transformed = swiglu(graph, read, `${name}.mlp`, normed, hiddenSize, intermediateSize);
    [normed, residual] = addAndNorm(graph, residual, transformed, normAfter(layer + 1), rmsNormEps);
  }
  outputLayer(graph, logits, normed, embeddings, ids, config);

  const opsets = [
    { domain: "", version: 18 },
    { domain: RUNTIME_DOMAIN, version: 1 },
  ];
  return encodeOnnx(graph.model("llama", 8, opsets));
}

function swiglu(
  graph: GraphBuilder,
  read: (name: string) => Float32Array,
  name: string,
  x: string,
  hiddenSize: number,
  intermediateSize: number,
): string {
  const weight = (part: string): Float32Array => read(`${name}.${part}.weight`);
  const gate = graph.linear(`${name}.gate_proj`, x, weight("gate_proj"), hiddenSize);
  const up = graph.linear(`${name}.up_proj`, x, weight("up_proj"), hiddenSize);
  const silu = graph.node(`${name}.silu`, "Mul", [gate, graph.node(`${name}.sigmoid`, "Sigmoid", [gate])]);
  const gated = graph.node(`${name}.gated`, "Mul", [silu, up]);
  return graph.linear(`${name}.down_proj`, gated, weight("down_proj"), intermediateSize);
}

/** RMSNorm of the sum, and the sum, in one node. */
function addAndNorm(
  graph: GraphBuilder,
  residual: string,
  change: string,
  weight: string,
  epsilon: number,
): [normed: string, sum: string] {
  const outputs: [string, string] = [`${change}.normed`, `${change}.sum`];
  graph.nodeWithOutputs(
    `${change}.add_norm`,
    "SkipSimplifiedLayerNormalization",
    [residual, change, weight],
    [outputs[0], "", "", outputs[1]],
    { epsilon: { float: epsilon } },
    RUNTIME_DOMAIN,
  );
  return outputs;
}

/** Logits by the embedding table itself: Gemm reads it transposed, so it is stored and held once. */
function outputLayer(
  graph: GraphBuilder,
  logits: string,
  x: string,
  embeddings: string,
  ids: string,
  { vocabSize, hiddenSize }: LlamaConfig,
): void {
  const rows = graph.reshape("logits.rows", x, [-1, hiddenSize]);
  const product = graph.node("logits.product", "Gemm", [rows, embeddings], { transB: 1 });
  const size = [graph.node("logits.batch", "Shape", [ids]), graph.integers(vocabSize)];
  graph.node(logits, "Reshape", [product, graph.node("logits.shape", "Concat", size, { axis: 0 })]);
}
