import { describe, expect, it } from "vitest";
import { startDevice } from "./device";
import type { TrainingEvent } from "./events";
import { randomWeights } from "./export/randomWeights";
import { TrainerService } from "./service";
import type { SftOptions } from "./sft";
import { TINY as TWO_LAYERS } from "./testModel";

const TINY = { ...TWO_LAYERS, layers: 1 };

const OPTIONS: SftOptions = {
  rows: 1,
  rowLength: 24,
  schedule: { peak: 1e-2, final: 1e-3, warmup: 0, steps: 3 },
  adamw: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 },
  maxGradientNorm: 1,
};

const examples = async (_: number, count: number) =>
  Array.from({ length: count }, () => ({ prompt: [1, 2], solution: [3, 0] }));

async function opened(): Promise<TrainerService> {
  const service = new TrainerService(startDevice, () => 0);
  await service.open();
  return service;
}

describe("a trainer service", { timeout: 120_000 }, () => {
  it("trains, stops between two steps when asked, and goes on from a checkpoint taken on the way", async () => {
    const service = await opened();
    service.initialize(TINY, 1);
    const events: TrainingEvent[] = [];
    let checkpoint = new Uint8Array(0);
    await service.sft(OPTIONS, examples, async (event) => {
      events.push(event);
      if (event.step === 2 && event.type === "train-step-end") {
        checkpoint = await service.checkpoint();
        service.stop();
      }
    });
    expect(events.at(-1)).toEqual({ type: "train-end", step: 2, reason: "stopped" });

    const other = await opened();
    other.resume(checkpoint);
    for (const each of [service, other])
      await each.sft(OPTIONS, examples, (event) => void events.push(event));
    expect(events.slice(-4).map(({ step }) => step)).toEqual([3, 3, 3, 3]);
    expect(await other.weights()).toEqual(await service.weights());
  });

  it("writes answers to more prompts than fit one batch, the same as in one batch", async () => {
    const service = await opened();
    service.startFrom(TINY, randomWeights(TINY, 1));
    const options = {
      seed: 1,
      firstSample: 0,
      sampling: { temperature: 1, topK: 0, topP: 1, minP: 0 },
      maxNewTokens: 4,
      endId: 0,
    };
    const prompts = [[1], [2], [3], [4], [5]];
    const inParts = await service.rollOut(prompts, 2, 8, options);
    expect(inParts).toHaveLength(5);
    const solutions = (list: typeof inParts): number[][] => list.map(({ solution }) => solution);
    expect(solutions(inParts)).toEqual(solutions(await service.rollOut(prompts, 5, 8, options)));
  });

  it("says what to call first when no run was begun", async () => {
    const service = await opened();
    expect(() => service.checkpoint()).toThrow("call initialize, startFrom or resume first");
  });
});
