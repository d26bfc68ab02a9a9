import { tree } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { Decoder } from "./decoder";
import { startDevice } from "./device";
import { randomWeights } from "./export/randomWeights";
import { paramsFromWeights } from "./params";
import { referenceLogits } from "./reference";
import { TINY } from "./testModel";

beforeAll(startDevice);

/** Three texts, long enough for several blocks of the cache. */
const LENGTH = 19;
const TEXTS = [1, 3, 5].map((step) =>
  Array.from({ length: LENGTH }, (_, t) => (step * t * t + t) % TINY.vocabSize),
);

describe("a decoder", () => {
  it("gives, token by token, what the plain model gives for each text", async () => {
    const weights = randomWeights(TINY, 8);
    const params = paramsFromWeights(weights);
    const decoder = new Decoder(TINY, 3, LENGTH);
    for (const round of ["first run", "second run, on a fresh cache"]) {
      const run = decoder.open(params);
      for (let position = 0; position < LENGTH; position++) {
        const logits = await run.append(Int32Array.from(TEXTS, (ids) => ids[position]!));
        TEXTS.forEach((ids, row) => {
          const expected = referenceLogits(TINY, weights, ids.slice(0, position + 1))[position]!;
          expected.forEach((value, id) => {
            expect(Math.abs(logits[row * TINY.vocabSize + id]! - value), round).toBeLessThan(2e-5);
          });
        });
      }
      run.close();
    }
    decoder.dispose();
    tree.dispose(params);
  });

  it("refuses more tokens than it has room for, and anything but one id per row", async () => {
    const params = paramsFromWeights(randomWeights(TINY, 8));
    const run = new Decoder(TINY, 2, 1).open(params);
    await expect(run.append(new Int32Array(3))).rejects.toThrow("2 ids expected, one per row, 3 found");
    await run.append(new Int32Array(2));
    await expect(run.append(new Int32Array(2))).rejects.toThrow("full: 1 tokens");
  });
});
