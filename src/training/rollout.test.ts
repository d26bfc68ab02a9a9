import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tree } from "@jax-js/jax";
import { logSoftmax } from "../core/distribution/logSoftmax";
import { uniform } from "../core/random";
import { draw } from "../core/sampling/draw";
import { Decoder } from "./decoder";
import { startDevice } from "./device";
import { randomWeights } from "./export/randomWeights";
import { paramsFromWeights, type Params } from "./params";
import { referenceLogits } from "./reference";
import { rollOut, type RolloutOptions } from "./rollout";
import { TINY } from "./testModel";

const WEIGHTS = randomWeights(TINY, 4);
const OPTIONS: RolloutOptions = {
  seed: 9,
  firstSample: 100,
  sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
  maxNewTokens: 6,
  endId: 0,
};
const PROMPTS = [[3], [7, 8, 2, 5], [3], [11, 12]];

let params: Params;
let decoder: Decoder;
beforeAll(async () => {
  await startDevice();
  params = paramsFromWeights(WEIGHTS);
  decoder = new Decoder(TINY, 4, 9);
});
afterAll(() => {
  decoder.dispose();
  tree.dispose(params);
});

describe("rollOut", () => {
  it("draws each token from the model's distribution with the number of its sample and position", async () => {
    const rollouts = await rollOut(decoder, params, PROMPTS, OPTIONS);
    rollouts.forEach(({ prompt, solution, logprobs }, row) => {
      const logits = referenceLogits(TINY, WEIGHTS, [...prompt, ...solution]);
      solution.forEach((id, t) => {
        const expected = logSoftmax(logits[prompt.length - 1 + t]!);
        expect(id).toBe(draw(expected, uniform(9, "token", 100 + row, t)));
        expect(logprobs[t]).toBeCloseTo(expected[id]!, 4);
      });
    });
    expect(rollouts[0]?.solution).not.toEqual(rollouts[2]?.solution); // one prompt, two samples
  });

  it("writes the same whatever else is in the batch", async () => {
    const together = await rollOut(decoder, params, PROMPTS, OPTIONS);
    const alone = await rollOut(decoder, params, [PROMPTS[1]!], { ...OPTIONS, firstSample: 101 });
    expect(alone[0]?.solution).toEqual(together[1]?.solution);
  });

  it("ends an answer with the ending token, at the limit, or where the row is full", async () => {
    const many = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((batch) => ({ ...OPTIONS, firstSample: 4 * batch })),
    );
    const endings = new Set<string>();
    for (const options of many) {
      for (const { prompt, solution } of await rollOut(decoder, params, PROMPTS, options)) {
        expect(solution.indexOf(0)).toBe(solution.at(-1) === 0 ? solution.length - 1 : -1);
        if (solution.at(-1) === 0) endings.add("ended");
        else if (prompt.length + solution.length === 9) endings.add("full");
        else {
          expect(solution).toHaveLength(6);
          endings.add("limit");
        }
      }
    }
    expect(endings).toEqual(new Set(["ended", "full", "limit"]));
  });

  it("takes the most likely token at temperature 0", async () => {
    const greedy = { ...OPTIONS, sampling: { ...OPTIONS.sampling, temperature: 0 } };
    const [rollout] = await rollOut(decoder, params, [PROMPTS[1]!], greedy);
    const { prompt, solution } = rollout!;
    const logits = referenceLogits(TINY, WEIGHTS, [...prompt, ...solution]);
    solution.forEach((id, t) => {
      const row = logits[prompt.length - 1 + t]!;
      expect(row[id]).toBe(Math.max(...row));
    });
  });

  it("refuses more prompts than rows", async () => {
    await expect(rollOut(decoder, params, [...PROMPTS, [1]], OPTIONS)).rejects.toThrow(
      "5 prompts, but only 4 rows",
    );
  });
});
