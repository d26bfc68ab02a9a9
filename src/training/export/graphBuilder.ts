import { transposed } from "./matrices";
import type { ElementType, OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from "./onnxProto";

/** Operators of ONNX Runtime outside the standard; those used here exist on WASM and WebGPU alike. */
export const RUNTIME_DOMAIN = "com.microsoft";

type Attributes = Record<string, OnnxAttribute>;
type Dims = readonly (number | string)[];

/** Collects an ONNX graph value by value. Methods that add a value return its name. */
export class GraphBuilder {
  private readonly inputs: OnnxValueInfo[] = [];
  private readonly outputs: OnnxValueInfo[] = [];
  private readonly initializers = new Map<string, OnnxTensor>();
  private readonly nodes: OnnxNode[] = [];

  input(name: string, type: ElementType, dims: Dims): string {
    this.inputs.push({ name, type, dims });
    return name;
  }

  /** Declares that the value `name`, added before or after, is an output of the graph. */
  output(name: string, type: ElementType, dims: Dims): string {
    this.outputs.push({ name, type, dims });
    return name;
  }

  /** Constant tensor of floats; the array is kept, not copied. */
  floats(name: string, dims: readonly number[], data: Float32Array): string {
    return this.constant({ name, type: "float32", dims, data });
  }

  /** Float constant of shape []; equal constants are stored once. */
  scalar(value: number): string {
    return this.floats(`scalar.${value}`, [], Float32Array.of(value));
  }

  /** Integer constant of shape []; equal constants are stored once. */
  integer(value: number): string {
    return this.constant({
      name: `integer.${value}`,
      type: "int64",
      dims: [],
      data: BigInt64Array.of(BigInt(value)),
    });
  }

  /** Integer constant of shape [values.length] (a shape, axes); equal constants are stored once. */
  integers(...values: number[]): string {
    const data = BigInt64Array.from(values, BigInt);
    return this.constant({
      name: `integers.${values.join(".")}`,
      type: "int64",
      dims: [values.length],
      data,
    });
  }

  /** A node with one output, named as the node. `domain` is the operator set, "" the standard one. */
  node(
    name: string,
    opType: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    domain = "",
  ): string {
    this.nodeWithOutputs(name, opType, inputs, [name], attributes, domain);
    return name;
  }

  nodeWithOutputs(
    name: string,
    opType: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes = {},
    domain = "",
  ): void {
    this.nodes.push({ name, opType, inputs, outputs, attributes, domain });
  }

  /** Cuts an axis into parts of the given sizes, named by `outputs`. */
  split(x: string, axis: number, sizes: [number, number], outputs: [string, string]): [string, string] {
    this.nodeWithOutputs(`${x}.split`, "Split", [x, this.integers(...sizes)], outputs, { axis });
    return outputs;
  }

  /** 0 keeps the size of that axis, −1 (once) takes what is left. */
  reshape(name: string, x: string, sizes: readonly number[]): string {
    return this.node(name, "Reshape", [x, this.integers(...sizes)]);
  }

  /** `x Wᵀ` for a weight stored as (out, in), as checkpoints have it; the file holds it as (in, out). */
  linear(name: string, x: string, weight: Float32Array, into: number): string {
    const out = weight.length / into;
    return this.node(name, "MatMul", [
      x,
      this.floats(`${name}.weight`, [into, out], transposed(weight, out, into)),
    ]);
  }

  model(name: string, irVersion: number, opsets: OnnxModel["opsets"]): OnnxModel {
    const { inputs, outputs, nodes } = this;
    const initializers = [...this.initializers.values()];
    return {
      irVersion,
      producer: "rl-on-off",
      opsets,
      graph: { name, inputs, outputs, initializers, nodes },
    };
  }

  private constant(tensor: OnnxTensor): string {
    this.initializers.set(tensor.name, tensor);
    return tensor.name;
  }
}
