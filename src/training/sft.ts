import { jit, numpy as np, valueAndGrad } from "@jax-js/jax";
import type { RunContext, TrainingEvent } from "./events";
import { forwardInputs } from "./inputs";
import { llamaLogits, tokenLogprobs, type ForwardInputs } from "./llama";
import type { LlamaConfig } from "./llama-config";
import { adamwScalars, adamwStep, type AdamWOptions, type AdamWScalars, type Moments } from "./optim/adamw";
import { clipByGlobalNorm } from "./optim/clipByGlobalNorm";
import { cosineRate, type CosineSchedule } from "./optim/schedule";
import { packExamples, type TokenizedExample } from "./packing";
import type { Params } from "./params";
import type { TrainingState } from "./state";

export interface SftOptions {
  /** Rows of a batch, and tokens of a row; several examples share a row. */
  rows: number;
  rowLength: number;
  schedule: CosineSchedule;
  adamw: AdamWOptions;
  maxGradientNorm: number;
}

/** Examples `from` … `from + count − 1` of the training data: a pure function of its arguments. */
export type ExampleSource = (from: number, count: number) => Promise<readonly TokenizedExample[]>;

/** Shorter than any example that is worth learning; bounds how many can share a batch. */
const SHORTEST_EXAMPLE = 24;

/**
 * Supervised fine-tuning: cross entropy of the solution's tokens, mean over the batch. Advances `state` in place, one
 * step per event, from `state.step` to the schedule's end, so a saved and loaded state goes on exactly as before.
 */
export async function* trainSft(
  state: TrainingState,
  options: SftOptions,
  examples: ExampleSource,
  context: RunContext,
): AsyncGenerator<TrainingEvent> {
  const { rows, rowLength, schedule } = options;
  const step = compileStep(state.config, options);
  const enough = Math.ceil((rows * rowLength) / SHORTEST_EXAMPLE);
  let upcoming = examples(state.nextItem, enough);
  try {
    while (state.step < schedule.steps) {
      if (context.shouldStop()) return yield { type: "train-end", step: state.step, reason: "stopped" };
      const start = context.now();
      const batch = packExamples(state.config, await upcoming, rows, rowLength);
      state.nextItem += batch.starts.length;
      upcoming = examples(state.nextItem, enough);

      const learningRate = cosineRate(schedule, state.step);
      const [params, moments, loss, gradientNorm] = step(
        state.params,
        state.moments,
        forwardInputs(batch),
        np.array(batch.targets),
        np.array(batch.weights),
        adamwScalars(options.adamw, learningRate, state.step + 1),
      );
      Object.assign(state, { params, moments, step: state.step + 1 });
      yield {
        type: "train-step-end",
        step: state.step,
        steps: schedule.steps,
        loss: ((await loss.data()) as Float32Array)[0]!,
        learningRate,
        gradientNorm: ((await gradientNorm.data()) as Float32Array)[0]!,
        tokens: rows * rowLength,
        milliseconds: context.now() - start,
        metrics: {},
      };
    }
    yield { type: "train-end", step: state.step, reason: "finished" };
  } finally {
    step.dispose();
  }
}

/** Mean cross entropy (nats) of `targets` (B·T) where `weights` (B·T) is 1. */
export function maskedCrossEntropy(logits: np.Array, targets: np.Array, weights: np.Array): np.Array {
  const total = np.sum(tokenLogprobs(logits, targets).mul(weights.ref));
  return total.neg().div(np.sum(weights));
}

function compileStep(config: LlamaConfig, options: SftOptions) {
  return jit(
    (
      params: Params,
      moments: Moments,
      inputs: ForwardInputs,
      targets: np.Array,
      weights: np.Array,
      scalars: AdamWScalars,
    ): [Params, Moments, np.Array, np.Array] => {
      const loss = (theta: Params): np.Array =>
        maskedCrossEntropy(llamaLogits(config, theta, inputs), targets, weights);
      const [value, gradients] = valueAndGrad(loss)(refs(params)) as [np.Array, Params];
      const [clipped, norm] = clipByGlobalNorm(gradients, options.maxGradientNorm);
      const [next, nextMoments] = adamwStep(options.adamw, params, clipped, moments, scalars);
      return [next, nextMoments, value, norm];
    },
  );
}

function refs(params: Params): Params {
  return Object.fromEntries(Object.entries(params).map(([name, array]) => [name, array.ref]));
}
