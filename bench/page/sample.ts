import { wrap, type Remote } from "comlink";
import { browserWorkers } from "../../src/client/browserWorkers";
import { Laboratory } from "../../src/client/laboratory";
import type { ModelSpec } from "../../src/contract/model";
import type { SampleRequest } from "../../src/core/experiment/sample/events";
import type { GenerateApi } from "./generate.worker";

export interface Sampled {
  milliseconds: number;
  tokens: number;
  answers: number;
}

export interface SampleBenchPage {
  /** Loads one model, on WASM, for sampling and for transformers.js' own loop. */
  load(folder: string): Promise<void>;
  sample(request: SampleRequest): Promise<Sampled>;
  /** As many tokens after one prompt by `generate()`, one text at a time. */
  generate(prompt: string, tokens: number, sampling: SampleRequest["sampling"]): Promise<Sampled>;
}

declare global {
  interface Window {
    sampleBench: SampleBenchPage;
  }
}

let loaded: { laboratory: Laboratory; generator: Remote<GenerateApi> } | undefined;

function current() {
  if (!loaded) throw new Error("The bench page ran before it loaded.");
  return loaded;
}

window.sampleBench = {
  async load(path) {
    const folder = new URL(path, location.href).href;
    const laboratory = new Laboratory(browserWorkers);
    const spec: ModelSpec = { id: "rl", folder, dtype: "fp32", device: "wasm" };
    const outcome = await laboratory.load("a", spec, () => undefined);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const generator = wrap<GenerateApi>(
      new Worker(new URL("./generate.worker.ts", import.meta.url), { type: "module" }),
    );
    await generator.load(folder, "wasm", 1);
    loaded = { laboratory, generator };
  },

  async sample(request) {
    let answers = 0;
    for await (const event of current().laboratory.sample(request)) {
      if (event.type === "sample-failed") throw new Error(event.failure.message);
      if (event.type === "sample-answer") answers++;
      if (event.type === "sample-end") return { ...event, answers };
    }
    throw new Error("The run did not end.");
  },

  async generate(prompt, tokens, sampling) {
    const { laboratory, generator } = current();
    const read = await laboratory.tokenize({ prompt, chat: true, solution: { ids: [] } });
    if (!read.ok) throw new Error(read.failure.message);
    const ids = read.value.prompt.map(({ id }) => id);
    const start = performance.now();
    const written = await generator.generate(ids, tokens, sampling);
    return { milliseconds: performance.now() - start, tokens: written, answers: 1 };
  },
};
