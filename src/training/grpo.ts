import { jit, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { groupRelativeAdvantages, type AdvantageScale } from "../core/rl/advantages";
import { tokenWeights, type Aggregation } from "../core/rl/aggregation";
import type { SamplingSettings } from "../core/sampling/settings";
import { Decoder } from "./decoder";
import type { RunContext, TrainingEvent } from "./events";
import { forwardInputs } from "./inputs";
import { keeping } from "./keep";
import { llamaLogits, tokenLogprobs, type ForwardInputs } from "./llama";
import type { LlamaConfig } from "./llama-config";
import { clippedPolicyLoss, type PolicyInputs, type PolicyLossOptions } from "./losses/clippedPolicy";
import { adamwScalars, adamwStep, type AdamWOptions } from "./optim/adamw";
import { clipByGlobalNorm } from "./optim/clipByGlobalNorm";
import { cosineRate, type CosineSchedule } from "./optim/schedule";
import { packExamples, type PackedBatch } from "./packing";
import type { Params } from "./params";
import { rollOut, type Rollout } from "./rollout";
import type { TrainingState } from "./state";

export interface GrpoOptions extends PolicyLossOptions {
  seed: number;
  /** Different prompts of a step, and answers to each. */
  prompts: number;
  groupSize: number;
  sampling: SamplingSettings;
  maxNewTokens: number;
  endId: number;
  /** Prompt and answer together, at most. */
  maxLength: number;
  advantageScale: AdvantageScale;
  aggregation: Aggregation;
  /** Gradients are summed over batches of this shape, as many as the answers need. */
  rows: number;
  rowLength: number;
  schedule: CosineSchedule;
  adamw: AdamWOptions;
  maxGradientNorm: number;
}

/** Prompts `from` … `from + count − 1`: a pure function of its arguments. */
export type PromptSource = (from: number, count: number) => Promise<readonly (readonly number[])[]>;

/** Rewards of answers to prompts `from`, `from + 1`, …: `groupSize` answers to each, one after the other. */
export type RewardSource = (
  from: number,
  groupSize: number,
  solutions: readonly (readonly number[])[],
) => Promise<readonly number[]>;

/**
 * Group Relative Policy Optimization (Shao et al., "DeepSeekMath", 2024). Per step: write a group of answers to each
 * prompt, score them, learn from each answer's advantage over its group. One gradient step per batch of answers, so
 * the ratio is 1 up to rounding and nothing is clipped. Advances `state` in place; resumes exactly.
 */
export async function* trainGrpo(
  state: TrainingState,
  options: GrpoOptions,
  reference: Params,
  prompts: PromptSource,
  rewards: RewardSource,
  context: RunContext,
): AsyncGenerator<TrainingEvent> {
  const { groupSize, schedule } = options;
  const answers = options.prompts * groupSize;
  const decoder = new Decoder(state.config, answers, options.maxLength);
  const compiled = compile(state.config, options);
  try {
    while (state.step < schedule.steps) {
      if (context.shouldStop()) return yield { type: "train-end", step: state.step, reason: "stopped" };
      const start = context.now();
      const asked = await prompts(state.nextItem, options.prompts);
      const rollouts = await rollOut(
        decoder,
        state.params,
        asked.flatMap((prompt) => new Array<readonly number[]>(groupSize).fill(prompt)),
        { ...options, firstSample: state.step * answers },
      );
      const rewarded = await rewards(
        state.nextItem,
        groupSize,
        rollouts.map(({ solution }) => solution),
      );
      const advantages = groupRelativeAdvantages(rewarded, groupSize, options.advantageScale);
      const weights = tokenWeights(
        rollouts.map(({ solution }) => solution.length),
        options.aggregation,
      );

      let gradients = tree.map((array: np.Array) => np.zeros([...array.shape]), state.params) as Params;
      let [loss, kl, tokens] = [0, 0, 0];
      for (const { batch, ...numbers } of policyBatches(
        state.config,
        options,
        rollouts,
        advantages,
        weights,
      )) {
        const targets = np.array(batch.targets);
        const [referenceLogprobs, kept] = compiled.logprobs(
          tree.ref(reference),
          forwardInputs(batch),
          targets.ref,
        );
        tree.dispose(kept);
        const [next, batchLoss, batchKl] = compiled.addGradients(
          tree.ref(state.params),
          gradients,
          forwardInputs(batch),
          targets,
          {
            old: np.array(numbers.old),
            advantages: np.array(numbers.advantages),
            weights: np.array(numbers.weights),
            reference: referenceLogprobs,
          },
        );
        gradients = next;
        loss += await number(batchLoss);
        kl += await number(batchKl);
        tokens += batch.ids.length;
      }

      const learningRate = cosineRate(schedule, state.step);
      const [params, moments, gradientNorm] = compiled.update(
        state.params,
        state.moments,
        gradients,
        adamwScalars(options.adamw, learningRate, state.step + 1),
      );
      Object.assign(state, {
        params,
        moments,
        step: state.step + 1,
        nextItem: state.nextItem + options.prompts,
      });
      yield {
        type: "train-step-end",
        step: state.step,
        steps: schedule.steps,
        loss,
        learningRate,
        gradientNorm: await number(gradientNorm),
        tokens,
        milliseconds: context.now() - start,
        metrics: {
          reward: mean(rewarded),
          kl,
          length: mean(rollouts.map(({ solution }) => solution.length)),
        },
      };
    }
    yield { type: "train-end", step: state.step, reason: "finished" };
  } finally {
    decoder.dispose();
    for (const fn of Object.values(compiled)) fn.dispose();
  }
}

/** A packed batch with the numbers of the loss beside each predicting token, all (rows · length). */
interface PolicyBatch {
  batch: PackedBatch;
  old: Float32Array<ArrayBuffer>;
  advantages: Float32Array<ArrayBuffer>;
  weights: Float32Array<ArrayBuffer>;
}

/** Packs the answers into as many batches as they need. */
export function* policyBatches(
  config: LlamaConfig,
  { rows, rowLength }: Pick<GrpoOptions, "rows" | "rowLength">,
  rollouts: readonly Rollout[],
  advantages: readonly number[],
  weights: readonly number[],
): Generator<PolicyBatch> {
  for (let done = 0; done < rollouts.length;) {
    const batch = packExamples(config, rollouts.slice(done), rows, rowLength);
    const size = rows * rowLength;
    const numbers = {
      old: new Float32Array(size),
      advantages: new Float32Array(size),
      weights: new Float32Array(size),
    };
    for (const start of batch.starts) {
      const { prompt, solution, logprobs } = rollouts[done] as Rollout;
      const from = start + prompt.length - 1; // this token predicts the solution's first
      numbers.old.set(logprobs, from);
      numbers.advantages.fill(advantages[done]!, from, from + solution.length);
      numbers.weights.fill(weights[done]!, from, from + solution.length);
      done++;
    }
    yield { batch, ...numbers };
  }
}

function compile(config: LlamaConfig, options: GrpoOptions) {
  return {
    /** Log-probabilities of the targets, and arrays to dispose. */
    logprobs: jit((params: Params, inputs: ForwardInputs, targets: np.Array) =>
      keeping((keep) => tokenLogprobs(keep(llamaLogits(config, params, inputs, keep)), targets)),
    ),
    /** Adds one batch's gradients to those so far; also its loss and KL. */
    addGradients: jit(
      (
        params: Params,
        gradients: Params,
        inputs: ForwardInputs,
        targets: np.Array,
        numbers: PolicyInputs,
      ): [Params, np.Array, np.Array] => {
        const loss = (theta: Params): [np.Array, np.Array] =>
          clippedPolicyLoss(tokenLogprobs(llamaLogits(config, theta, inputs), targets), numbers, options);
        const [[value, kl], own] = valueAndGrad(loss, { hasAux: true })(params) as [
          [np.Array, np.Array],
          Params,
        ];
        const sum = tree.map((a: np.Array, b: np.Array) => a.add(b), gradients, own) as Params;
        return [sum, value, kl];
      },
    ),
    update: jit(
      (
        params: Params,
        moments: TrainingState["moments"],
        gradients: Params,
        scalars: ReturnType<typeof adamwScalars>,
      ): [Params, TrainingState["moments"], np.Array] => {
        const [clipped, norm] = clipByGlobalNorm(gradients, options.maxGradientNorm);
        const [next, nextMoments] = adamwStep(options.adamw, params, clipped, moments, scalars);
        return [next, nextMoments, norm];
      },
    ),
  };
}

async function number(scalar: np.Array): Promise<number> {
  return ((await scalar.data()) as Float32Array)[0]!;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
