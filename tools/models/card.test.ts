import { expect, it } from "vitest";
import { modelCard, type CardFacts } from "./card";

const styles = {
  steps: { share: 0.5, right: 0.9 },
  sloppy: { share: 0.25, right: 0.4 },
  guess: { share: 0.25, right: 0.2 },
  other: { share: 0, right: 0 },
};

const FACTS: CardFacts = {
  name: "base",
  parameters: 491_616,
  layers: 4,
  hiddenSize: 96,
  heads: 4,
  vocabSize: 512,
  onnxBytes: 1_987_654,
  seed: 1,
  steps: 3600,
  data: "Questions.",
  method: "Training.",
  results: [
    {
      family: "letters",
      problems: 1000,
      samples: 8,
      passAt1: 0.6,
      passAt1Error: 0.012,
      passAt8: 0.975,
      greedy: 0.55,
      styles,
      tokens: 20.25,
    },
  ],
  divergence: {
    tokens: 12_345,
    below: { "0.01": 0.875, "0.1": 0.95 },
    quantiles: { "0.5": 0.0001, "0.8": 0.002, "0.9": 0.03, "0.95": 0.1, "0.99": 0.4, "1.0": 0.65 },
  },
};

it("states what was measured, in readable numbers", () => {
  const card = modelCard(FACTS);
  expect(card).toContain("| letters | 60.0 % ± 1.2 % | 97.5 % | 55.0 % | 20.3 |");
  expect(card).toContain(
    "| letters | 50.0 % (right 90.0 %) | 25.0 % (right 40.0 %) | 25.0 % (right 20.0 %) | – |",
  );
  expect(card).toContain("On 12 345 tokens that rl wrote");
  expect(card).toContain("87.5 % of the tokens below 0.01, 95.0 % below 0.1");
  expect(card).toContain("| Parameters | 491 616 |");
  expect(card).toContain("| quantile | 0.5 | 0.8 | 0.9 | 0.95 | 0.99 | 1.0 |");
  expect(card).toContain("| JS | 0.000100 | 0.00200 | 0.0300 | 0.100 | 0.400 | 0.650 |");
});

it("begins with the front matter that the Hub reads", () => {
  expect(modelCard(FACTS)).toMatch(/^---\nlicense: apache-2\.0\n[^]*?\n---\n\n# RL On\/Off: base\n/);
});

it("tells the two models apart", () => {
  expect(modelCard({ ...FACTS, name: "rl" })).toContain(
    "after reinforcement learning with a verifiable reward",
  );
});
