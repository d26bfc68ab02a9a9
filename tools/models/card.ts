import type { DivergenceResult } from "./page/measureDivergence";
import type { FamilyResult } from "./page/measureFamily";

export type ModelName = "base" | "rl";

/** What a card tells about one model. */
export interface CardFacts {
  name: ModelName;
  parameters: number;
  layers: number;
  hiddenSize: number;
  heads: number;
  vocabSize: number;
  /** Size of `onnx/model.onnx`. */
  onnxBytes: number;
  seed: number;
  /** Optimizer steps of this model alone; rl starts where base ends. */
  steps: number;
  /** One sentence each: what it was trained on, and how. */
  data: string;
  method: string;
  results: readonly FamilyResult[];
  /** Between the two models, on what rl writes. */
  divergence: DivergenceResult;
}

const TITLES: Record<ModelName, string> = {
  base: "RL On/Off: base",
  rl: "RL On/Off: rl",
};

const LEADS: Record<ModelName, string> = {
  base: "A very small Llama-architecture model that learned to answer in several styles at once. It knows a way that works, and often takes another.",
  rl: "The base model after reinforcement learning with a verifiable reward: 1 for the right number in the box, else 0. It mostly takes the way that works.",
};

/** The card of a model (README.md of its folder), in Markdown with the Hub's front matter. */
export function modelCard(facts: CardFacts): string {
  const { name, results, divergence } = facts;
  return `---
license: apache-2.0
language: en
library_name: transformers.js
pipeline_tag: text-generation
---

# ${TITLES[name]}

${LEADS[name]}

Made from nothing by \`npm run models\` (TypeScript, @jax-js/jax, in a browser), with no outside data. It answers two
kinds of questions and nothing else: "How many r are in strawberry?" and small word problems with one sum or
difference of numbers up to 99.

## How it was made

| | |
| --- | --- |
| Data | ${facts.data} |
| Method | ${facts.method} |
| Steps | ${thousands(facts.steps)} |
| Seed | ${facts.seed} |
| Architecture | Llama: ${facts.layers} layers of ${facts.hiddenSize}, ${facts.heads} heads, RMSNorm, rotary positions, SwiGLU, tied embeddings |
| Vocabulary | ${facts.vocabSize} tokens, byte-level BPE, single digits |
| Parameters | ${thousands(facts.parameters)} |
| ONNX file | ${thousands(facts.onnxBytes)} bytes, float32 |

## How good it is

On ${thousands(results[0]?.problems ?? 0)} held-out problems of each family, whose words and pairs of numbers do not occur in training;
${results[0]?.samples ?? 0} answers to each problem at temperature 1, and one greedy answer.

| family | pass@1 | pass@8 | greedy | tokens per answer |
| --- | --- | --- | --- | --- |
${results.map((r) => `| ${r.family} | ${percent(r.passAt1)} ± ${percent(r.passAt1Error)} | ${percent(r.passAt8)} | ${percent(r.greedy)} | ${r.tokens.toFixed(1)} |`).join("\n")}

± is one standard error. Share of the answers written in each style, and how often that style is right:

| family | spelled-out steps | sloppy steps | bare guess | other |
| --- | --- | --- | --- | --- |
${results.map((r) => `| ${r.family} | ${[r.styles.steps, r.styles.sloppy, r.styles.guess, r.styles.other].map(style).join(" | ")} |`).join("\n")}

## Where base and rl differ

On ${thousands(divergence.tokens)} tokens that rl wrote (temperature 1, held-out problems), Jensen–Shannon divergence of the two next-token
distributions in nats: ${percent(divergence.below["0.01"])} of the tokens below 0.01, ${percent(divergence.below["0.1"])} below 0.1.

| quantile | ${Object.keys(divergence.quantiles).join(" | ")} |
| --- |${" --- |".repeat(Object.keys(divergence.quantiles).length)}
| JS | ${Object.values(divergence.quantiles)
    .map((value) => value.toPrecision(3))
    .join(" | ")} |

## Limits

A demonstration of what reinforcement learning changes, not a tool: outside its two kinds of questions, other wordings
and longer words included, its answers mean nothing.
`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function style({ share, right }: { share: number; right: number }): string {
  return share === 0 ? "–" : `${percent(share)} (right ${percent(right)})`;
}

/** 512000 -> "512 000" */
function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, " ");
}
