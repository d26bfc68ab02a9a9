import { beforeAll, expect, it } from "vitest";
import { logSoftmax } from "../core/distribution/logSoftmax";
import { startDevice } from "./device";
import { randomWeights } from "./export/randomWeights";
import { paramsFromWeights } from "./params";
import { referenceLogits } from "./reference";
import { Scorer } from "./scorer";
import { TINY } from "./testModel";

beforeAll(startDevice);

it("gives the distribution of every token of every solution, over as many batches as it takes", async () => {
  const weights = randomWeights(TINY, 3);
  const examples = [
    { prompt: [1, 2, 3], solution: [4, 5] },
    { prompt: [6], solution: [7, 8, 9, 10] },
    { prompt: [11, 12], solution: [0] },
  ];
  const scored = await new Scorer(TINY, 1, 8).score(paramsFromWeights(weights), examples);
  examples.forEach(({ prompt, solution }, index) => {
    const logits = referenceLogits(TINY, weights, [...prompt, ...solution]);
    expect(scored[index]).toHaveLength(solution.length * TINY.vocabSize);
    solution.forEach((_, t) => {
      logSoftmax(logits[prompt.length - 1 + t]!).forEach((expected, id) => {
        expect(scored[index]![t * TINY.vocabSize + id]).toBeCloseTo(expected, 4);
      });
    });
  });
});
