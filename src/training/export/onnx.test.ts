import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { Draws } from "../../core/random";
import { largestDifference, OnnxRunner, type Cache } from "../../../tests/export/onnxRunner";
import type { LlamaConfig } from "../llama-config";
import { referenceLogits } from "../reference";
import { exportOnnx } from "./onnx";
import { encodeOnnx } from "./onnxProto";
import { randomWeights } from "./randomWeights";

const TOLERANCE = 1e-4;

const BASE: LlamaConfig = {
  vocabSize: 61,
  hiddenSize: 32,
  intermediateSize: 48,
  layers: 2,
  heads: 4,
  kvHeads: 4,
  headDim: 8,
  ropeTheta: 10000,
  rmsNormEps: 1e-5,
  contextLength: 128,
};

const CONFIGS: Record<string, LlamaConfig> = {
  "as many key/value heads as heads": BASE,
  "two heads to each key/value head": { ...BASE, kvHeads: 2 },
  "all heads on one key/value head": { ...BASE, kvHeads: 1, layers: 1 },
  "heads wider together than the model": { ...BASE, hiddenSize: 20, heads: 3, kvHeads: 3, headDim: 12 },
  "the smallest head, one head": { ...BASE, heads: 1, kvHeads: 1, headDim: 2, vocabSize: 7 },
  "another rotary base and epsilon": {
    ...BASE,
    ropeTheta: 500,
    rmsNormEps: 1e-2,
    headDim: 6,
    heads: 6,
    kvHeads: 3,
  },
  "the embedded models' shape": {
    ...BASE,
    vocabSize: 512,
    hiddenSize: 128,
    intermediateSize: 352,
    headDim: 32,
  },
};

function randomIds(config: LlamaConfig, seed: number, length: number): number[] {
  const draws = new Draws(seed, "test", 0);
  return Array.from({ length }, () => draws.integer(0, config.vocabSize - 1));
}

async function open(config: LlamaConfig, seed: number) {
  const weights = randomWeights(config, seed);
  const runner = await OnnxRunner.open(config, exportOnnx(config, weights));
  return { runner, reference: (ids: readonly number[]) => referenceLogits(config, weights, ids) };
}

describe.each(Object.entries(CONFIGS))("a model with %s", { timeout: 60_000 }, (_, config) => {
  const model = open(config, 11);

  it("has the reference's logits for all tokens at once", async () => {
    const { runner, reference } = await model;
    const ids = randomIds(config, 1, 40);
    const { logits } = await runner.forward([{ ids }]);
    expect(largestDifference(logits[0] ?? [], reference(ids))).toBeLessThan(TOLERANCE);
  });

  it("has the same logits fed one by one and in blocks of any size", async () => {
    const { runner, reference } = await model;
    const ids = randomIds(config, 2, 24);
    const expected = reference(ids);
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(sizes, async (blocks) => {
        let cache: Cache | undefined;
        let fed = 0;
        for (const size of [...blocks, ids.length]) {
          const block = ids.slice(fed, fed + size);
          if (block.length === 0) break;
          const step = await runner.forward([{ ids: block }], cache);
          expect(largestDifference(step.logits[0] ?? [], expected.slice(fed, fed + size))).toBeLessThan(
            TOLERANCE,
          );
          cache = step.cache;
          fed += block.length;
        }
      }),
      { numRuns: 4, seed: 5, examples: [[Array.from({ length: 24 }, () => 1)], [[23, 1]]] },
    );
  });

  it("has the same logits in a batch padded on the left, cached too", async () => {
    const { runner, reference } = await model;
    const texts = [randomIds(config, 3, 17), randomIds(config, 4, 9), randomIds(config, 5, 12)];
    const next = [randomIds(config, 6, 5), randomIds(config, 7, 5), randomIds(config, 8, 5)];
    const expected = texts.map((ids, i) => reference([...ids, ...(next[i] ?? [])]));

    const prefill = await runner.forward(texts.map((ids) => ({ ids, padding: 17 - ids.length })));
    const block = await runner.forward(
      next.map((ids) => ({ ids: ids.slice(0, 4) })),
      prefill.cache,
    );
    const last = await runner.forward(
      next.map((ids) => ({ ids: ids.slice(4) })),
      block.cache,
    );

    texts.forEach((ids, i) => {
      const shown = [...(prefill.logits[i] ?? []).slice(17 - ids.length), ...(block.logits[i] ?? [])];
      const all = [...shown, ...(last.logits[i] ?? [])];
      expect(largestDifference(all, expected[i] ?? [])).toBeLessThan(TOLERANCE);
      const hidden = (prefill.logits[i] ?? []).slice(0, 17 - ids.length);
      expect(hidden.every((logits) => logits.every(Number.isFinite))).toBe(true);
    });
  });
});

describe("exportOnnx", { timeout: 60_000 }, () => {
  it("declares the inputs and outputs of a decoder with a cache", async () => {
    const { runner } = await open({ ...BASE, kvHeads: 2, layers: 1 }, 1);
    const describeValue = (value: { name: string; isTensor: boolean }) =>
      "shape" in value && "type" in value
        ? `${value.name} ${String(value.type)} [${String(value.shape)}]`
        : value.name;
    expect([...runner.session.inputMetadata, ...runner.session.outputMetadata].map(describeValue))
      .toMatchInlineSnapshot(`
        [
          "input_ids int64 [batch_size,sequence_length]",
          "attention_mask int64 [batch_size,total_sequence_length]",
          "position_ids int64 [batch_size,sequence_length]",
          "past_key_values.0.key float32 [batch_size,2,past_sequence_length,8]",
          "past_key_values.0.value float32 [batch_size,2,past_sequence_length,8]",
          "logits float32 [batch_size,sequence_length,61]",
          "present.0.key float32 [batch_size,2,total_sequence_length,8]",
          "present.0.value float32 [batch_size,2,total_sequence_length,8]",
        ]
      `);
  });

  it("stores the embeddings once and no layer twice", () => {
    const { graph } = decode(exportOnnx(BASE, randomWeights(BASE, 1)));
    const numbers = graph.initializer.reduce((sum, { rawData }) => sum + rawData.length / 4, 0);
    const tables = BASE.contextLength * BASE.headDim;
    const parameters = Object.values(randomWeights(BASE, 1)).reduce((sum, { data }) => sum + data.length, 0);
    const constants = graph.initializer.filter(({ name }) => /^(scalar|integers?)\./.test(name));
    expect(numbers - constants.reduce((sum, { rawData }) => sum + rawData.length / 4, 0)).toBe(
      parameters + tables,
    );
  });

  it("needs few nodes for a layer, because nearly every node is a dispatch on a GPU", () => {
    const operators = (layers: number) => {
      const config = { ...BASE, layers };
      return decode(exportOnnx(config, randomWeights(config, 1))).graph.node.map(({ opType }) => opType);
    };
    const [one, two] = [operators(1), operators(2)];
    expect(two.length - one.length).toBe(26);
    expect(one).toMatchInlineSnapshot(`
      [
        "Shape",
        "Squeeze",
        "Shape",
        "Squeeze",
        "Sub",
        "Mul",
        "Range",
        "Mod",
        "Add",
        "Unsqueeze",
        "Cast",
        "Unsqueeze",
        "Range",
        "Where",
        "LessOrEqual",
        "Where",
        "Gather",
        "SkipSimplifiedLayerNormalization",
        "MatMul",
        "Reshape",
        "Transpose",
        "Split",
        "RotaryEmbedding",
        "Split",
        "Concat",
        "Concat",
        "Transpose",
        "Reshape",
        "MatMul",
        "Add",
        "Softmax",
        "MatMul",
        "Reshape",
        "Transpose",
        "Reshape",
        "MatMul",
        "SkipSimplifiedLayerNormalization",
        "MatMul",
        "MatMul",
        "Sigmoid",
        "Mul",
        "Mul",
        "MatMul",
        "SkipSimplifiedLayerNormalization",
        "Reshape",
        "Gemm",
        "Shape",
        "Concat",
        "Reshape",
      ]
    `);
  });

  it("writes a file that names its operator sets", () => {
    const model = decode(exportOnnx(BASE, randomWeights(BASE, 1)));
    expect(model.opsetImport.map(({ domain, version }) => [domain, Number(version)])).toEqual([
      ["", 18],
      ["com.microsoft", 1],
    ]);
    expect([Number(model.irVersion), model.producerName]).toEqual([8, "rl-on-off"]);
  });

  it("refuses weights of another model", () => {
    expect(() => exportOnnx({ ...BASE, layers: 3 }, randomWeights(BASE, 1))).toThrow(
      "Weight model.layers.2.input_layernorm.weight is missing.",
    );
  });
});

describe("encodeOnnx", () => {
  it("refuses what one file cannot hold, and says how much it is", () => {
    const data = new Float32Array(2 ** 28);
    const initializers = ["a", "b"].map((name) => ({
      name,
      type: "float32" as const,
      dims: [2 ** 28],
      data,
    }));
    const graph = { name: "large", inputs: [], outputs: [], nodes: [], initializers };
    expect(() => encodeOnnx({ irVersion: 8, producer: "", opsets: [], graph })).toThrow(
      "2147483648 bytes of weights",
    );
  });
});

interface Decoded {
  irVersion: number;
  producerName: string;
  opsetImport: { domain: string; version: number }[];
  graph: {
    node: { opType: string; name: string }[];
    initializer: { name: string; rawData: Uint8Array }[];
  };
}

/** Reads a file by the field names of `onnx.proto`. */
function decode(bytes: Uint8Array): Decoded {
  const { root } = protobuf.parse(`
    syntax = "proto2";
    message ModelProto {
      optional int64 ir_version = 1;
      optional string producer_name = 2;
      optional GraphProto graph = 7;
      repeated OperatorSetIdProto opset_import = 8;
    }
    message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
    message GraphProto {
      repeated NodeProto node = 1;
      optional string name = 2;
      repeated TensorProto initializer = 5;
    }
    message NodeProto {
      repeated string input = 1;
      repeated string output = 2;
      optional string name = 3;
      optional string op_type = 4;
      optional string domain = 7;
    }
    message TensorProto {
      repeated int64 dims = 1;
      optional int32 data_type = 2;
      optional string name = 8;
      optional bytes raw_data = 9;
    }
  `);
  const type = root.lookupType("ModelProto");
  return type.toObject(type.decode(bytes)) as Decoded;
}
