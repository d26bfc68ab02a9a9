import { beforeAll, describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint";
import { startDevice } from "./device";
import type { RunContext, TrainStepEnd, TrainingEvent } from "./events";
import { randomWeights } from "./export/randomWeights";
import { policyBatches, trainGrpo, type GrpoOptions } from "./grpo";
import { paramsFromWeights } from "./params";
import { newTrainingState, type TrainingState } from "./state";
import { TINY as TWO_LAYERS } from "./testModel";

beforeAll(startDevice);

const TINY = { ...TWO_LAYERS, layers: 1 };

const WEIGHTS = randomWeights(TINY, 4);
const OPTIONS: GrpoOptions = {
  seed: 5,
  prompts: 4,
  groupSize: 8,
  sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
  maxNewTokens: 3,
  endId: 0,
  maxLength: 8,
  advantageScale: "group",
  aggregation: "token-mean",
  rows: 4,
  rowLength: 16,
  clipLow: 0.2,
  clipHigh: 0.2,
  klWeight: 0.01,
  schedule: { peak: 1e-2, final: 1e-2, warmup: 0, steps: 4 },
  adamw: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 },
  maxGradientNorm: 1,
};

const prompts = async (from: number, count: number): Promise<number[][]> =>
  Array.from({ length: count }, (_, offset) => [1 + ((from + offset) % 4)]);

/** Right is an answer that begins with the number after its prompt's (1 after 4). */
const successor = async (
  from: number,
  groupSize: number,
  solutions: readonly (readonly number[])[],
): Promise<number[]> =>
  solutions.map((solution, index) =>
    Number(solution[0] === 1 + ((from + 1 + Math.floor(index / groupSize)) % 4)),
  );

function context(stopAfter = Infinity): RunContext {
  let asked = 0;
  return { now: () => 0, shouldStop: () => ++asked > stopAfter };
}

async function train(
  state: TrainingState,
  options: GrpoOptions,
  stopAfter?: number,
): Promise<TrainStepEnd[]> {
  const events: TrainingEvent[] = [];
  const run = trainGrpo(state, options, paramsFromWeights(WEIGHTS), prompts, successor, context(stopAfter));
  for await (const event of run) events.push(event);
  return events.filter((event) => event.type === "train-step-end");
}

/** Every run compiles its step first: seconds, on a busy machine. */
const SLOW = { timeout: 120_000 };

describe("trainGrpo", SLOW, () => {
  it("makes the rewarded answers likely", async () => {
    const schedule = { ...OPTIONS.schedule, peak: 2e-2, steps: 40 };
    const steps = await train(newTrainingState(TINY, WEIGHTS), { ...OPTIONS, schedule });
    const reward = (part: TrainStepEnd[]): number =>
      part.reduce((sum, { metrics }) => sum + metrics.reward!, 0) / part.length;
    expect(reward(steps.slice(0, 1))).toBeLessThan(0.3);
    expect(reward(steps.slice(-5))).toBeGreaterThan(0.7);
  });

  it("starts without divergence from the reference and then moves away from it", async () => {
    const steps = await train(newTrainingState(TINY, WEIGHTS), OPTIONS);
    expect(steps[0]?.metrics.kl).toBeCloseTo(0, 6);
    expect(steps[3]?.metrics.kl).toBeGreaterThan(1e-4);
  });

  it("learns nothing where all answers are equally good", async () => {
    const state = newTrainingState(TINY, WEIGHTS);
    const before = await encodeCheckpoint(state);
    const equal = async (_: number, __: number, solutions: readonly unknown[]): Promise<number[]> =>
      solutions.map(() => 1);
    const options = { ...OPTIONS, klWeight: 0, schedule: { ...OPTIONS.schedule, steps: 1 } };
    const run = trainGrpo(state, options, paramsFromWeights(WEIGHTS), prompts, equal, context());
    for await (const event of run) if (event.type === "train-step-end") expect(event.gradientNorm).toBe(0);
    const undo = { ...state, step: 0, nextItem: 0 };
    expect(await encodeCheckpoint(undo)).toEqual(before);
  });

  it("in one go, or saved, loaded and gone on with: the same numbers, bit by bit", async () => {
    const whole = newTrainingState(TINY, WEIGHTS);
    await train(whole, OPTIONS);
    const half = newTrainingState(TINY, WEIGHTS);
    await train(half, OPTIONS, 2);
    const resumed = decodeCheckpoint(await encodeCheckpoint(half));
    await train(resumed, OPTIONS);
    expect(await encodeCheckpoint(resumed)).toEqual(await encodeCheckpoint(whole));
  });
});

describe("policyBatches", () => {
  it("puts each answer's numbers beside the tokens that predict it, over as many batches as it takes", () => {
    const rollouts = [
      { prompt: [1, 2], solution: [3, 0], logprobs: [-0.5, -0.25] },
      { prompt: [4], solution: [5, 6], logprobs: [-1, -2] },
    ];
    const batches = [...policyBatches(TINY, { rows: 1, rowLength: 5 }, rollouts, [2, -2], [0.5, 0.25])];
    expect(batches.map(({ old }) => [...old])).toEqual([
      [0, -0.5, -0.25, 0, 0],
      [-1, -2, 0, 0, 0],
    ]);
    expect(batches.map(({ advantages }) => [...advantages])).toEqual([
      [0, 2, 2, 0, 0],
      [-2, -2, 0, 0, 0],
    ]);
    expect(batches.map(({ weights }) => [...weights])).toEqual([
      [0, 0.5, 0.5, 0, 0],
      [0.25, 0.25, 0, 0, 0],
    ]);
  });
});
