import { type LlamaConfig, type LlamaWeights, weightShapes } from "./llama-config";

/**
 * Throws a RangeError that names the first thing wrong with `weights` as weights of `config`: one missing, of another
 * shape, or with another number of elements; or a head layout that no decoder has. Further entries are ignored.
 */
export function checkWeights(config: LlamaConfig, weights: LlamaWeights): void {
  const { heads, kvHeads, headDim } = config;
  if (headDim % 2 !== 0) throw new RangeError(`headDim is ${headDim}; rotary positions need an even number.`);
  if (heads % kvHeads !== 0)
    throw new RangeError(`${heads} heads cannot share ${kvHeads} key/value heads evenly.`);
  for (const [name, shape] of weightShapes(config)) {
    const found = weights[name];
    if (!found) throw new RangeError(`Weight ${name} is missing.`);
    if (found.shape.join() !== shape.join()) {
      throw new RangeError(
        `Weight ${name} has shape [${found.shape.join(", ")}], expected [${shape.join(", ")}].`,
      );
    }
    const size = shape.reduce((product, length) => product * length, 1);
    if (found.data.length !== size) {
      throw new RangeError(`Weight ${name} has ${found.data.length} numbers, its shape needs ${size}.`);
    }
  }
}
