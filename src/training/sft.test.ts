import { numpy as np } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint";
import { startDevice } from "./device";
import type { RunContext, TrainingEvent } from "./events";
import { initialWeights } from "./params";
import { maskedCrossEntropy, trainSft, type ExampleSource, type SftOptions } from "./sft";
import { newTrainingState, type TrainingState } from "./state";
import { TINY as TWO_LAYERS } from "./testModel";

beforeAll(startDevice);

const TINY = { ...TWO_LAYERS, layers: 1 };

const OPTIONS: SftOptions = {
  rows: 4,
  rowLength: 24,
  schedule: { peak: 1e-2, final: 1e-3, warmup: 2, steps: 6 },
  adamw: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 },
  maxGradientNorm: 1,
};

/** The solution repeats the prompt's two tokens and ends with 0: easy to learn. */
const copying: ExampleSource = async (from, count) =>
  Array.from({ length: count }, (_, offset) => {
    const n = from + offset;
    const [a, b] = [1 + (n % 12), 1 + ((n * 5) % 12)];
    return { prompt: [a, b], solution: [a, b, 0] };
  });

function context(stopAfter = Infinity): RunContext {
  let [asked, time] = [0, 0];
  return { now: () => (time += 10), shouldStop: () => ++asked > stopAfter };
}

async function train(state: TrainingState, options = OPTIONS, stopAfter?: number): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of trainSft(state, options, copying, context(stopAfter))) events.push(event);
  return events;
}

/** Every run compiles its step first: seconds, on a busy machine. */
const SLOW = { timeout: 120_000 };

describe("trainSft", SLOW, () => {
  it("reports every step, then the end", async () => {
    const events = await train(newTrainingState(TINY, initialWeights(TINY, 1)));
    expect(events.map(({ type, step }) => [type, step])).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((step) => ["train-step-end", step]),
      ["train-end", 6],
    ]);
    expect(events[0]).toMatchObject({
      steps: 6,
      learningRate: 5e-3,
      tokens: 96,
      milliseconds: 10,
      metrics: {},
    });
    expect(events.at(-1)).toEqual({ type: "train-end", step: 6, reason: "finished" });
  });

  it("starts at the loss of knowing nothing and learns", async () => {
    const schedule = { ...OPTIONS.schedule, steps: 60 };
    const losses = (
      await train(newTrainingState(TINY, initialWeights(TINY, 1)), { ...OPTIONS, schedule })
    ).flatMap((event) => (event.type === "train-step-end" ? [event.loss] : []));
    expect(losses[0]).toBeCloseTo(Math.log(TINY.vocabSize), 1);
    expect(losses.at(-1)).toBeLessThan(0.7 * losses[0]!);
  });

  it("stops before the next step when told so, and the state can go on", async () => {
    const state = newTrainingState(TINY, initialWeights(TINY, 1));
    const events = await train(state, OPTIONS, 2);
    expect(events.at(-1)).toEqual({ type: "train-end", step: 2, reason: "stopped" });
    expect((await train(state)).map(({ step }) => step)).toEqual([3, 4, 5, 6, 6]);
  });

  it("in one go, or saved, loaded and gone on with: the same numbers, bit by bit", async () => {
    const whole = newTrainingState(TINY, initialWeights(TINY, 1));
    await train(whole);
    const half = newTrainingState(TINY, initialWeights(TINY, 1));
    await train(half, OPTIONS, 3);
    const resumed = decodeCheckpoint(await encodeCheckpoint(half));
    await train(resumed);
    expect(resumed.step).toBe(6);
    expect(await encodeCheckpoint(resumed)).toEqual(await encodeCheckpoint(whole));
  });
});

describe("maskedCrossEntropy", () => {
  it("is the mean over the weighted tokens only", async () => {
    const logits = np.array([
      [0, 0],
      [Math.log(3), 0],
      [50, -50],
    ]);
    const loss = maskedCrossEntropy(logits, np.array(new Int32Array([0, 1, 1])), np.array([1, 1, 0]));
    expect(loss.item()).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 6);
  });
});
