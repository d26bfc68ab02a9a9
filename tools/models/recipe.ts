import type { LlamaConfig } from "../../src/training/llama-config";
import type { GrpoOptions } from "../../src/training/grpo";
import type { SftOptions } from "../../src/training/sft";
import { SPECIAL_TOKENS } from "./tokenizer/chatTemplate";
import { VOCABULARY_SIZE } from "./tokenizer/make";

/** Seed of the tokenizer, the corpus, the first weights and every draw. */
export const SEED = 1;

/** Shape of both models of the embedded pair. */
export const CONFIG: LlamaConfig = {
  vocabSize: VOCABULARY_SIZE,
  hiddenSize: 96,
  intermediateSize: 256,
  layers: 4,
  heads: 4,
  kvHeads: 4,
  headDim: 24,
  ropeTheta: 10000,
  rmsNormEps: 1e-5,
  contextLength: 16384,
};

const BASE_STEPS = 3600;

/** How the base model learns the corpus. */
export const BASE: SftOptions = {
  rows: 20,
  rowLength: 128,
  schedule: { peak: 3e-3, final: 3e-5, warmup: 60, steps: BASE_STEPS },
  adamw: { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.05 },
  maxGradientNorm: 1,
};

/** Draws from the whole distribution, as the models are compared. */
export const WHOLE_DISTRIBUTION = { temperature: 1, topK: 0, topP: 1, minP: 0 } as const;

/** Special tokens have their places as ids. */
const SPECIAL_IDS = Object.values(SPECIAL_TOKENS);
/** The token that ends an answer. */
export const END_ID = SPECIAL_IDS.indexOf(SPECIAL_TOKENS.end);
/** Fills the shorter rows of a batch. */
export const PAD_ID = SPECIAL_IDS.indexOf(SPECIAL_TOKENS.pad);

/** Tokens of an answer at most; the longest in the corpus has 41. */
export const MAX_NEW_TOKENS = 48;
/** Tokens of a question and its answer at most; the longest question has 25. */
export const MAX_LENGTH = 76;

/** How the rl model learns from the reward (1 for the right number in the box, else 0), starting at base. */
export const RL: GrpoOptions = {
  seed: SEED,
  prompts: 16,
  groupSize: 8,
  sampling: WHOLE_DISTRIBUTION,
  maxNewTokens: MAX_NEW_TOKENS,
  endId: END_ID,
  maxLength: MAX_LENGTH,
  advantageScale: "group",
  aggregation: "token-mean",
  rows: 16,
  rowLength: 144,
  clipLow: 0.2,
  clipHigh: 0.2,
  klWeight: 0.02,
  schedule: { peak: 3e-4, final: 3e-5, warmup: 5, steps: 200 },
  adamw: { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0 },
  maxGradientNorm: 1,
};

/** Held-out problems of each family that the models are measured on, and answers to each. */
export const EVALUATION = { problems: 1000, samples: 8, seed: SEED + 1, rows: 256 } as const;
