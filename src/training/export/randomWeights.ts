import { philox4x32, STREAMS } from "../../core/random";
import { type LlamaConfig, type LlamaWeights, weightShapes } from "../llama-config";

/**
 * Random weights for benchmarks and tests, the same for the same `(config, seed)`: linear layers N(0, 1/inputs),
 * norms around 1, and embeddings N(0, 4/hiddenSize), so that logits spread by about 2 and next-token distributions
 * are neither flat nor certain. Not an initialisation to train from.
 */
export function randomWeights(config: LlamaConfig, seed: number): LlamaWeights {
  return Object.fromEntries(
    weightShapes(config).map(([name, shape], index) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const inputs = shape.at(-1) as number;
      if (shape.length === 1) return [name, { shape, data: normals(seed, index, size, 1, 0.1) }];
      const deviation = name === "model.embed_tokens.weight" ? 2 / Math.sqrt(inputs) : 1 / Math.sqrt(inputs);
      return [name, { shape, data: normals(seed, index, size, 0, deviation) }];
    }),
  );
}

/** `size` normal draws of tensor `index`: Box–Muller on the four words of a Philox block. */
function normals(seed: number, index: number, size: number, mean: number, deviation: number): Float32Array {
  const data = new Float32Array(size);
  const key = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0] as const;
  for (let start = 0; start < size; start += 4) {
    const words = philox4x32([start / 4, index, STREAMS.initialization, 1], key);
    for (let pair = 0; pair < 4; pair += 2) {
      const radius = deviation * Math.sqrt(-2 * Math.log(((words[pair] as number) + 1) / 2 ** 32));
      const angle = (2 * Math.PI * (words[pair + 1] as number)) / 2 ** 32;
      data[start + pair] = mean + radius * Math.cos(angle);
      data[start + pair + 1] = mean + radius * Math.sin(angle);
    }
  }
  return data;
}
