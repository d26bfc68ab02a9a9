import { proxy, wrap } from "comlink";
import type { TrainerService } from "../../../src/training/service";
import type { TrainingEvent } from "../../../src/training/events";
import { corpusExample } from "../corpus";
import { FAMILIES, problemAt } from "../../../src/core/tasks/problems/families";
import type { Problem } from "../../../src/core/tasks/problems/problem";
import { exactMatch } from "../../../src/core/rewards/exactMatch";
import { BASE, CONFIG, RL, SEED } from "../recipe";
import { measureFamily, type FamilyResult } from "./measureFamily";
import { measureDivergence, type DivergenceResult } from "./measureDivergence";
import { load, loadWeights, save } from "./storage";
import { chatText } from "./text";

declare global {
  interface Window {
    /** Given by the tool: prints one line. */
    report(line: string): Promise<void>;
    /** Called by the tool: the stages, each of which goes on where it was interrupted. */
    stages: {
      base(): Promise<void>;
      rl(): Promise<void>;
      measure(model: ModelName): Promise<FamilyResult[]>;
      divergence(): Promise<DivergenceResult>;
    };
  }
}

type ModelName = "base" | "rl";

const CHECKPOINT_EVERY = 60_000; // ms
const REPORT_EVERY = 10; // steps

const text = chatText(SEED);
const trainer = wrap<TrainerService>(
  new Worker(new URL("../../../workers/trainer.worker.ts", import.meta.url), { type: "module" }),
);

/** Prints progress and stores a checkpoint every minute and at the end. */
function watch(checkpoint: string): (event: TrainingEvent) => Promise<void> {
  let lastSave = performance.now();
  let recent: number[] = [];
  return async (event) => {
    if (event.type === "train-end") {
      await save(checkpoint, await trainer.checkpoint());
      return window.report(`${checkpoint}: ${event.reason} at step ${event.step}`);
    }
    recent = [...recent.slice(-49), event.milliseconds];
    if (event.step % REPORT_EVERY === 0 || event.step === 1)
      await window.report(progressLine(checkpoint, event, recent));
    if (performance.now() - lastSave > CHECKPOINT_EVERY) {
      await save(checkpoint, await trainer.checkpoint());
      lastSave = performance.now();
    }
  };
}

function progressLine(
  stage: string,
  event: Extract<TrainingEvent, { type: "train-step-end" }>,
  recent: readonly number[],
): string {
  const mean = recent.reduce((total, milliseconds) => total + milliseconds, 0) / recent.length;
  const parts: Record<string, string> = {
    loss: event.loss.toFixed(4),
    lr: event.learningRate.toExponential(2),
    gradient: event.gradientNorm.toFixed(2),
    ...Object.fromEntries(Object.entries(event.metrics).map(([name, value]) => [name, value.toFixed(4)])),
    "s/step": (mean / 1000).toFixed(2),
    "tokens/s": ((event.tokens / mean) * 1000).toFixed(0),
    "minutes left": (((event.steps - event.step) * mean) / 60_000).toFixed(1),
  };
  const list = Object.entries(parts).map(([name, value]) => `${name} ${value}`);
  return `${stage} ${event.step}/${event.steps}  ${list.join("  ")}`;
}

async function makeBase(): Promise<void> {
  const stored = await load("base");
  if (stored) await trainer.resume(stored);
  else await trainer.initialize(CONFIG, SEED);
  const examples = async (from: number, count: number) =>
    Array.from({ length: count }, (_, offset) => {
      const { problem, solution } = corpusExample(SEED, from + offset);
      return { prompt: text.promptIds(problem.question), solution: text.solutionIds(solution) };
    });
  await trainer.sft(BASE, proxy(examples), proxy(watch("base")));
}

/** Problem `item` of the reinforcement learning: the families take turns. */
function trainProblem(item: number): Problem {
  const family = FAMILIES[item % FAMILIES.length]!;
  return problemAt(family.id, "train", SEED, item);
}

async function makeRl(): Promise<void> {
  const base = await loadWeights("base");
  const stored = await load("rl");
  if (stored) await trainer.resume(stored);
  else await trainer.startFrom(CONFIG, base);
  const prompts = async (from: number, count: number) =>
    Array.from({ length: count }, (_, offset) => text.promptIds(trainProblem(from + offset).question));
  const rewards = async (from: number, groupSize: number, solutions: readonly (readonly number[])[]) =>
    solutions.map((solution, index) =>
      exactMatch(text.solutionText(solution), trainProblem(from + Math.floor(index / groupSize)).answer),
    );
  await trainer.grpo(RL, base, proxy(prompts), proxy(rewards), proxy(watch("rl")));
}

window.stages = {
  base: makeBase,
  rl: makeRl,
  async measure(model) {
    await trainer.startFrom(CONFIG, await loadWeights(model));
    const results: FamilyResult[] = [];
    for (const family of FAMILIES) {
      results.push(await measureFamily(trainer, text, family));
      await window.report(`${model} ${JSON.stringify(results.at(-1))}`);
    }
    return results;
  },
  async divergence() {
    return measureDivergence(trainer, text, await loadWeights("base"), await loadWeights("rl"));
  },
};

await window.report(`device ${await trainer.open()}, cross-origin isolated: ${crossOriginIsolated}`);
