import { Draws } from "../src/core/random";
import { readOptions } from "../src/core/rewards/readOptions";
import type { AnswerLikelihood, RewardInput, RewardTools } from "../src/core/rewards/reward";
import { rewardOf } from "../src/core/rewards/rewards";
import { wordsOf } from "../src/core/rewards/words";
import { nodeSandbox } from "../tests/support/nodeSandbox";
import type { BenchRow } from "./row";

const ANSWERS = 64;
const WORDS = 150;
const TOKENS = 200;
/** Rounds over all answers, and milliseconds after which no further one begins. */
const LEAST_ROUNDS = 3;
const PATIENCE = 1500;

/** A reward that is measured. */
interface RewardBench {
  /** Of the reward; it is the row's name too unless `name` is there. */
  id: string;
  name?: string;
  options?: Record<string, number | boolean | string>;
  /** Others than the usual ones. */
  inputs?: () => readonly RewardInput[];
  tools?: RewardTools;
}

/** What is measured: a line a reward. */
const REWARDS: readonly RewardBench[] = [
  { id: "exact-match" },
  { id: "bleu" },
  ...["rouge1", "rouge2", "rougeL", "rougeLsum"].map((variant) => ({
    id: "rouge",
    name: variant,
    options: { variant, stemmer: true },
  })),
  { id: "format" },
  { id: "length", options: { unit: "words" } },
  { id: "repetition" },
  { id: "math" },
  { id: "math", name: "math.algebra", inputs: algebraInputs },
  { id: "perplexity" },
  { id: "multi-level-perplexity", options: { value: "inverse" } },
  { id: "custom", tools: { sandbox: nodeSandbox() } },
];

/**
 * `reward.<name>`: rewards per second over 64 answers of about 200 tokens (150 words in sentences, a line each) and
 * references of the same kind (`reward.math.algebra`: 16 formulas), against the rate at which both texts are only cut into words.
 */
export async function benchRewards(wanted: (id: string) => boolean): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { id, name = id, options, inputs: given, tools = {} } of REWARDS) {
    if (!wanted(`reward.${name}`)) continue;
    const inputs = given?.() ?? INPUTS;
    const reward = rewardOf(id);
    if (!reward) throw new Error(`No reward ${id}`);
    const whole = readOptions(reward, options).options;
    await reward.prepare?.(tools);
    const value = await perSecond(inputs, async (input) => {
      const outcome = await reward.score(input, whole, tools);
      if (!outcome.ok) throw new Error(`${id}: ${outcome.why} ${outcome.detail ?? ""}`);
    });
    const baseline = await perSecond(inputs, ({ answer, reference = "" }) => {
      wordsOf(answer);
      wordsOf(reference);
    });
    rows.push({ id: `reward.${name}`, value, unit: "rewards/s", baseline, ratio: value / baseline });
  }
  return rows;
}

/** The best of some rounds: what other programs on the machine do can only take away from it. */
async function perSecond(
  inputs: readonly RewardInput[],
  work: (input: RewardInput) => unknown,
): Promise<number> {
  const begin = performance.now();
  let best = 0;
  for (let round = 0; round < LEAST_ROUNDS || performance.now() - begin < PATIENCE; round++) {
    const start = performance.now();
    for (const input of inputs) await work(input);
    best = Math.max(best, (inputs.length * 1000) / (performance.now() - start));
  }
  return best;
}

const VOCABULARY =
  "the a she he they has had buys bought sells eggs apples boxes price total each every day week hours minutes first " +
  "second then so therefore because number of in on at with for more less than twice half divided times plus minus";

/** Sentences of words and numbers, the same in every run. */
function solution(seed: number, answer: string): string {
  const draws = new Draws(seed, "test", 0);
  const words = VOCABULARY.split(" ");
  const lines: string[] = [];
  for (let left = WORDS; left > 0;) {
    const length = Math.min(left, draws.integer(8, 20));
    const line = Array.from({ length }, () =>
      draws.next() < 0.15 ? String(draws.integer(1, 999)) : draws.pick(words),
    );
    lines.push(`${line.join(" ")}.`);
    left -= length;
  }
  return `${lines.join("\n")}\n${answer}`;
}

const INPUTS: readonly RewardInput[] = Array.from({ length: ANSWERS }, (_, index) => ({
  question: "How many are left?",
  prompt: "How many are left?",
  answer: solution(2 * index, `So the answer is \\boxed{${index}}.`),
  extracted: String(index),
  reference: solution(2 * index + 1, `#### ${index}`),
  tokens: TOKENS,
  row: {},
  likelihoods: { a: likelihoodOf(solution(2 * index, `So the answer is \\boxed{${index}}.`)) },
  index,
}));

/** A text cut into words with the space before them, and how surprising each is. */
function likelihoodOf(text: string): AnswerLikelihood {
  const tokens = text.match(/\s*\S+/g) ?? [];
  return { tokens, nll: tokens.map((token) => (token.length % 7) / 2) };
}

/** Formulas whose sameness only an algebra library sees, the most expensive case of the math reward. */
function algebraInputs(): RewardInput[] {
  return Array.from({ length: 16 }, (_, at) => ({
    ...INPUTS[at]!,
    extracted: `${2 * (at + 2)} \\sin x \\cos x`,
    reference: `${at + 2} \\sin 2x`,
  }));
}
