import { numpy as np } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { startDevice } from "../device";
import { adamwScalars, adamwStep, initialMoments, type AdamWOptions } from "./adamw";

beforeAll(startDevice);

const OPTIONS: AdamWOptions = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };
const START = [0.5, -1, 2, 0.25];
const GRADIENTS = [
  [1, -2, 0.5, 0],
  [0.3, 0.1, -4, 1e-3],
  [-1, 2, 0, 5],
  [0, 0, 0, 0],
];

/** The paper's recurrence on one number, in float64. */
function paperTrajectory(start: number, gradients: number[], rate: number, decay: number): number[] {
  let [theta, m, v] = [start, 0, 0];
  return gradients.map((g, index) => {
    const t = index + 1;
    m = OPTIONS.beta1 * m + (1 - OPTIONS.beta1) * g;
    v = OPTIONS.beta2 * v + (1 - OPTIONS.beta2) * g ** 2;
    const mHat = m / (1 - OPTIONS.beta1 ** t);
    const vHat = v / (1 - OPTIONS.beta2 ** t);
    theta -= rate * (mHat / (Math.sqrt(vHat) + OPTIONS.epsilon) + decay * theta);
    return theta;
  });
}

async function trajectory(shape: number[], rate: number): Promise<number[][]> {
  let params = { w: np.array(new Float32Array(START)).reshape(shape) } as Record<string, np.Array>;
  let moments = initialMoments(params);
  const steps: number[][] = [];
  for (const [index, gradient] of GRADIENTS.entries()) {
    const gradients = { w: np.array(new Float32Array(gradient)).reshape(shape) };
    [params, moments] = adamwStep(
      OPTIONS,
      params,
      gradients,
      moments,
      adamwScalars(OPTIONS, rate, index + 1),
    );
    steps.push([...((await params.w!.ref.data()) as Float32Array)]);
  }
  return steps;
}

describe("adamwStep", () => {
  it.each([
    ["a matrix, with weight decay", [2, 2], 0.1],
    ["a vector, without", [4], 0],
  ])("follows the paper's recurrence: %s", async (_, shape, decay) => {
    const found = await trajectory(shape, 0.05);
    START.forEach((start, i) => {
      const expected = paperTrajectory(
        start,
        GRADIENTS.map((gradient) => gradient[i]!),
        0.05,
        decay,
      );
      found.forEach((step, t) => expect(step[i]).toBeCloseTo(expected[t]!, 5));
    });
  });

  it("moves each number by about the learning rate at the first step, whatever the gradient's size", async () => {
    const [first] = (await trajectory([4], 0.01)) as [number[]];
    expect(first[0]! - START[0]!).toBeCloseTo(-0.01, 5);
    expect(first[1]! - START[1]!).toBeCloseTo(0.01, 5);
    expect(first[3]).toBe(START[3]);
  });
});
