import { expect, test } from "vitest";
import { packBlock } from "../compare/block";
import { comparedPosition } from "../compare/comparedPosition";
import { logSoftmax } from "../distribution/logSoftmax";
import type { ModelInfo, Token } from "../model";
import { uniform } from "../random";
import { arraysSize } from "./arraysSize";
import { npzBytes } from "./npzBytes";
import { distributionArrays, distributionsJson } from "./writeDistributions";

const V = 300;
const K = 8;
const info: ModelInfo = {
  id: "base",
  revision: "4dfeaa3cdb5371f9c6b8b0d3f0a1b2c3",
  dtype: "fp32",
  device: "wasm",
  vocabSize: V,
  logitsWidth: V,
  contextLength: 512,
  tokenizer: "4dfeaa3cdb53",
  chat: true,
  endOfText: [2],
};
const tokens = Array.from({ length: V }, (_, id): Token => ({
  id,
  text: id % 7 === 0 ? ` größe${id}„` : ` word${id}`,
  kind: "text",
}));

test.each([
  [20, "top-k", "float32"],
  [400, "top-k", "float16"],
  [20, "logprobs", "float32"],
  [200, "probs", "float16"],
] as const)(
  "%i positions as %s in %s have about the size that is named",
  async (count, content, precision) => {
    const ids = Array.from({ length: count }, (_, t) => (7 * t) % V);
    const row = (side: number, t: number) =>
      logSoftmax(Float32Array.from({ length: V }, (_, id) => 5 * uniform(side, "test", t, id)));
    const written = {
      a: info,
      b: info,
      prompt: "How many “r”?",
      rendered: "<|user|>How many “r”?<|assistant|>",
      chat: true,
      promptIds: [1, 2, 3, 4],
      block: packBlock(
        0,
        ids.map((token, t) => comparedPosition(row(1, t), row(2, t), token, K)),
      ),
      temperature: 1,
      k: K,
      tokens,
      content,
      precision,
      rows: async function* (side: "a" | "b") {
        for (const [t] of ids.entries()) yield row(side === "a" ? 1 : 2, t);
      },
    };
    const json = distributionsJson(written);
    const { length } = await npzBytes(distributionArrays(written, json));
    const named = arraysSize({
      ...written,
      positions: count,
      promptTokens: 4,
      vocabSize: V,
      looks: content === "top-k" ? tokens : tokens.slice(0, 150),
    });
    expect(Math.abs(named.npz / length - 1)).toBeLessThan(0.05);
    expect(Math.abs(named.json / new TextEncoder().encode(json).length - 1)).toBeLessThan(0.1);
  },
);
