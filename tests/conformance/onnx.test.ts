import { Tensor } from "onnxruntime-web";
import { describe, expect, test } from "vitest";
import { logSoftmax } from "../../src/core/distribution/logSoftmax";
import type { Distribution } from "../../src/core/model";
import { Draws } from "../../src/core/random";
import { randomWeights } from "../../src/training/export/randomWeights";
import { referenceLogits } from "../../src/training/reference";
import { distance } from "./check";
import { openInNode } from "./onnxInNode";
import { RANDOM_CONFIG, randomFolder } from "./randomFolder";
import { CONFORMANCE } from "./suite";

const folder = randomFolder(1);

describe("conformance: onnx on WASM in Node, random weights", () => {
  const subject = { name: "onnx", create: () => openInNode(folder), tolerance: 1e-4 };
  for (const { title, run } of CONFORMANCE) test(title, () => run(subject), 60_000);
});

describe("the onnx backend", () => {
  test("gives the log-probabilities of the plain forward pass, padding cut off, in one pass and in many", async () => {
    const config = { ...RANDOM_CONFIG, layers: 1, contextLength: 600 };
    const draws = new Draws(2, "test", 0);
    const ids = Array.from({ length: 530 }, () => draws.integer(4, 511)); // more than one pass holds
    const model = await openInNode(randomFolder(1, config));
    const scored: Distribution[] = [];
    for await (const chunk of model.score(ids, 520)) scored.push(...chunk);
    const logits = referenceLogits(config, randomWeights(config, 1), ids);
    const expected = logits.slice(519, 529).map((row): Distribution => {
      return { kind: "full", logprobs: logSoftmax(row, { size: model.info.vocabSize }) };
    });
    expect(model.info.logitsWidth - model.info.vocabSize).toBe(24);
    expect(scored.length).toBe(10);
    expect(Math.max(...scored.map((row, index) => distance(row, expected[index])))).toBeLessThan(1e-4);

    const session = await model.open(ids.slice(0, 520));
    const opened = [await session.next(), ...(await session.append(ids.slice(520)))];
    expect(Math.max(...expected.map((row, index) => distance(row, opened[index])))).toBeLessThan(1e-4);
    await model.dispose();
  }, 60_000);

  test("reads texts of unequal length side by side, as the conformance cases need", async () => {
    const model = await openInNode(folder);
    const batch = await model.openBatch();
    expect(batch?.rows).toBe(0);
    await model.dispose();
  });

  test("offers no batch where a graph does not heed the mask, and says the same of one text as ever", async () => {
    const ids = [5, 6, 7];
    const sound = await openInNode(folder);
    const expected = await (await sound.open(ids)).next();
    const deaf = await openInNode(folder, (feeds) => {
      const { dims, size } = feeds["attention_mask"]!;
      return { ...feeds, attention_mask: new Tensor("int64", new BigInt64Array(size).fill(1n), dims) };
    });
    expect((await deaf.openBatch())?.rows).toBeUndefined();
    expect(distance(await (await deaf.open(ids)).next(), expected)).toBe(0);
    await sound.dispose();
    await deaf.dispose();
  });

  test("says so when a file is no model", async () => {
    await expect(openInNode({ ...folder, "onnx/model.onnx": Uint8Array.of(1, 2, 3) })).rejects.toThrow();
  });
});
