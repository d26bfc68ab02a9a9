import type { Remote } from "comlink";
import { js } from "../../../src/core/divergence/js";
import { FAMILIES } from "../../../src/core/tasks/problems/families";
import type { LlamaWeights } from "../../../src/training/llama-config";
import type { Rollout } from "../../../src/training/rollout";
import type { TrainerService } from "../../../src/training/service";
import { CONFIG, END_ID, EVALUATION, MAX_LENGTH, MAX_NEW_TOKENS, WHOLE_DISTRIBUTION } from "../recipe";
import { heldOutProblems } from "./measureFamily";
import type { ChatText } from "./text";

/** Where base and rl differ on what rl writes (temperature 1, held-out problems); JS in nats. */
export interface DivergenceResult {
  tokens: number;
  /** Share of tokens with JS(base, rl) below 0.01, 0.1. */
  below: Record<"0.01" | "0.1", number>;
  quantiles: Record<"0.5" | "0.8" | "0.9" | "0.95" | "0.99" | "1.0", number>;
}

/** Problems of each family; one answer to each. */
const PROBLEMS = 500;
/** Answers that are held as whole distributions at once. */
const CHUNK = 100;
const BATCH = { rows: 16, rowLength: 144 } as const;

export async function measureDivergence(
  trainer: Remote<TrainerService>,
  text: ChatText,
  base: LlamaWeights,
  rl: LlamaWeights,
): Promise<DivergenceResult> {
  await trainer.startFrom(CONFIG, rl);
  const prompts = FAMILIES.flatMap((family) =>
    heldOutProblems(family, PROBLEMS).map(({ question }) => text.promptIds(question)),
  );
  const written = await trainer.rollOut(prompts, EVALUATION.rows, MAX_LENGTH, {
    seed: EVALUATION.seed,
    firstSample: 0,
    sampling: WHOLE_DISTRIBUTION,
    maxNewTokens: MAX_NEW_TOKENS,
    endId: END_ID,
  });
  const divergences: number[] = [];
  for (let from = 0; from < written.length; from += CHUNK) {
    const chunk = written.slice(from, from + CHUNK);
    const [underBase, underRl] = [await score(base, chunk), await score(rl, chunk)];
    underBase.forEach((distributions, index) => {
      for (let at = 0; at < distributions.length; at += CONFIG.vocabSize) {
        const end = at + CONFIG.vocabSize;
        divergences.push(js(distributions.subarray(at, end), underRl[index]!.subarray(at, end)));
      }
    });
  }
  divergences.sort((a, b) => a - b);
  const share = (limit: number): number =>
    divergences.filter((value) => value < limit).length / divergences.length;
  const quantile = (p: number): number => divergences[Math.floor(p * (divergences.length - 1))]!;
  return {
    tokens: divergences.length,
    below: { "0.01": share(0.01), "0.1": share(0.1) },
    quantiles: {
      "0.5": quantile(0.5),
      "0.8": quantile(0.8),
      "0.9": quantile(0.9),
      "0.95": quantile(0.95),
      "0.99": quantile(0.99),
      "1.0": quantile(1),
    },
  };

  async function score(weights: LlamaWeights, rollouts: readonly Rollout[]): Promise<Float32Array[]> {
    await trainer.startFrom(CONFIG, weights);
    return trainer.score(rollouts, BATCH.rows, BATCH.rowLength);
  }
}
