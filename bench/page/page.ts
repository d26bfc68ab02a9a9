import { wrap } from "comlink";
import { browserWorkers } from "../../src/client/browserWorkers";
import { Laboratory } from "../../src/client/laboratory";
import type { ModelSpec } from "../../src/contract/model";
import { Draws } from "../../src/core/random";
import type { ForwardApi } from "./forward.worker";

export interface CompareTimes {
  /** Milliseconds of each repetition. */
  compare: number[];
  forwardA: number[];
  forwardB: number[];
  /** Both forward passes at the same time, each in its own worker: what this machine allows two models at once. */
  forwardBoth: number[];
}

/** Folder names below `bench/models/`. */
export type BenchPair = Record<"a" | "b", string>;

declare global {
  interface Window {
    benchCompare(models: BenchPair, tokens: number, repetitions: number): Promise<CompareTimes>;
  }
}

/** Ids any tokenizer of the bench models has, special tokens left out. */
function randomIds(count: number): number[] {
  const draws = new Draws(1, "test", 0);
  return Array.from({ length: count }, () => draws.integer(4, 511));
}

function folderOf(name: string): string {
  return new URL(`/bench/models/${name}/`, location.href).href;
}

window.benchCompare = async (models, tokens, repetitions) => {
  const ids = randomIds(tokens);
  const laboratory = new Laboratory(browserWorkers);
  for (const side of ["a", "b"] as const) {
    const spec: ModelSpec = {
      id: models[side],
      folder: folderOf(models[side]),
      dtype: "fp32",
      device: "wasm",
    };
    const outcome = await laboratory.load(side, spec, () => undefined);
    if (!outcome.ok) throw new Error(outcome.failure.message);
  }
  const compare = async (): Promise<number> => {
    const run = laboratory.compare({
      prompt: "a",
      chat: false,
      solution: { ids },
      temperature: 1,
      k: 20,
    });
    for await (const event of run) {
      if (event.type === "compare-failed") throw new Error(event.failure.message);
      if (event.type === "compare-end") {
        laboratory.release(run.run);
        return event.milliseconds;
      }
    }
    throw new Error("The comparison did not end.");
  };
  const forward = async (side: "a" | "b"): Promise<ForwardApi> => {
    const worker = new Worker(new URL("./forward.worker.ts", import.meta.url), { type: "module" });
    const api = wrap<ForwardApi>(worker);
    await api.load(folderOf(models[side]), 1);
    return api;
  };
  const [a, b] = [await forward("a"), await forward("b")];
  const times: CompareTimes = { compare: [], forwardA: [], forwardB: [], forwardBoth: [] };
  for (let repetition = -1; repetition < repetitions; repetition++) {
    const seen = [await compare(), await a.forward(ids), await b.forward(ids)] as const;
    const both = Math.max(...(await Promise.all([a.forward(ids), b.forward(ids)])));
    if (repetition < 0) continue; // warm-up
    times.compare.push(seen[0]);
    times.forwardA.push(seen[1]);
    times.forwardB.push(seen[2]);
    times.forwardBoth.push(both);
  }
  return times;
};
