import { Writer } from "protobufjs/minimal";

/** Element types of ONNX tensors that the writer needs, by their numbers in `onnx.proto`. */
export const ELEMENT_TYPES = { float32: 1, int64: 7 } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

/** Constant tensor, row-major. `data` holds little-endian elements of `type`. */
export interface OnnxTensor {
  name: string;
  type: ElementType;
  dims: readonly number[];
  data: Float32Array | BigInt64Array;
}

/** Attribute of a node: an integer, a float (so marked, because JavaScript has one kind of number), or integers. */
export type OnnxAttribute = number | { float: number } | readonly number[];

export interface OnnxNode {
  opType: string;
  /** Operator set; "" is the standard one. */
  domain: string;
  name: string;
  /** Names of values; "" leaves out an optional input. */
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** Input or output of a graph; a dimension that is a string is symbolic (equal names, equal sizes). */
export interface OnnxValueInfo {
  name: string;
  type: ElementType;
  dims: readonly (number | string)[];
}

export interface OnnxModel {
  irVersion: number;
  producer: string;
  opsets: readonly { domain: string; version: number }[];
  graph: {
    name: string;
    inputs: readonly OnnxValueInfo[];
    outputs: readonly OnnxValueInfo[];
    initializers: readonly OnnxTensor[];
    nodes: readonly OnnxNode[];
  };
}

/** Protocol Buffers cannot hold a message of 2 GiB or more. */
const LARGEST_MESSAGE = 2 ** 31 - 1;

/**
 * Bytes of an ONNX model (ModelProto). Field numbers are those of `onnx.proto`; `onnx.test.ts` names them again, by
 * their names. Written with the static half of protobufjs: its reflection compiles functions from strings, which the
 * page's Content-Security-Policy forbids. Tensor data is copied once, into the result.
 *
 * @throws RangeError when the tensors alone exceed what one file can hold (2 GiB)
 */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const tensorBytes = model.graph.initializers.reduce((sum, { data }) => sum + data.byteLength, 0);
  if (tensorBytes > LARGEST_MESSAGE) {
    throw new RangeError(
      `The model has ${tensorBytes} bytes of weights; one ONNX file holds at most ${LARGEST_MESSAGE}. Use a smaller model.`,
    );
  }
  const w = Writer.create();
  integer(w, 1, model.irVersion);
  text(w, 2, model.producer);
  message(w, 7, () => {
    for (const node of model.graph.nodes) message(w, 1, () => encodeNode(w, node));
    text(w, 2, model.graph.name);
    for (const tensor of model.graph.initializers) message(w, 5, () => encodeTensor(w, tensor));
    for (const input of model.graph.inputs) message(w, 11, () => encodeValueInfo(w, input));
    for (const output of model.graph.outputs) message(w, 12, () => encodeValueInfo(w, output));
  });
  for (const { domain, version } of model.opsets) {
    message(w, 8, () => {
      text(w, 1, domain);
      integer(w, 2, version);
    });
  }
  return w.finish();
}

function encodeNode(w: Writer, node: OnnxNode): void {
  for (const input of node.inputs) text(w, 1, input);
  for (const output of node.outputs) text(w, 2, output);
  text(w, 3, node.name);
  text(w, 4, node.opType);
  for (const [name, value] of Object.entries(node.attributes)) {
    message(w, 5, () => encodeAttribute(w, name, value));
  }
  if (node.domain) text(w, 7, node.domain);
}

/** The numbers written to field 20 are those of AttributeProto.AttributeType. */
function encodeAttribute(w: Writer, name: string, value: OnnxAttribute): void {
  text(w, 1, name);
  if (typeof value === "number") {
    integer(w, 3, value);
    integer(w, 20, 2);
  } else if ("float" in value) {
    w.uint32(tag(2, FIXED32)).float(value.float);
    integer(w, 20, 1);
  } else {
    for (const element of value) integer(w, 8, element);
    integer(w, 20, 7);
  }
}

function encodeTensor(w: Writer, tensor: OnnxTensor): void {
  for (const size of tensor.dims) integer(w, 1, size);
  integer(w, 2, ELEMENT_TYPES[tensor.type]);
  text(w, 8, tensor.name);
  const { buffer, byteOffset, byteLength } = tensor.data;
  w.uint32(tag(9, DELIMITED)).bytes(new Uint8Array(buffer, byteOffset, byteLength));
}

function encodeValueInfo(w: Writer, value: OnnxValueInfo): void {
  text(w, 1, value.name);
  message(w, 2, () => {
    message(w, 1, () => {
      integer(w, 1, ELEMENT_TYPES[value.type]);
      message(w, 2, () => {
        for (const size of value.dims) {
          message(w, 1, () => (typeof size === "number" ? integer(w, 1, size) : text(w, 2, size)));
        }
      });
    });
  });
}

const VARINT = 0;
const DELIMITED = 2;
const FIXED32 = 5;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function integer(w: Writer, field: number, value: number): void {
  w.uint32(tag(field, VARINT)).int64(value);
}

function text(w: Writer, field: number, value: string): void {
  w.uint32(tag(field, DELIMITED)).string(value);
}

function message(w: Writer, field: number, body: () => void): void {
  w.uint32(tag(field, DELIMITED)).fork();
  body();
  w.ldelim();
}
