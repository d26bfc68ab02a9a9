import { proxy, transfer, wrap, type Remote } from "comlink";
import type { LoadEvent, ModelSpec, ModelWorkerApi } from "../../src/contract/model";
import type { Failure, Outcome } from "../../src/core/errors";
import type { ModelInfo } from "../../src/core/model";
import { RemoteModel } from "../../workers/remoteModel";
import { CONFORMANCE } from "./suite";

/** What a test asks of this page: the real model worker, and the conformance cases against it. */
export interface ConformancePage {
  /** Runs one case; undefined when it holds, else why not. */
  runCase(title: string, spec: ModelSpec, tolerance: number): Promise<string | undefined>;
  /** Loads a model in a fresh worker, then ends the worker. */
  load(spec: ModelSpec): Promise<{ outcome: Outcome<ModelInfo>; events: LoadEvent[]; milliseconds: number }>;
  /** Loads a model and waits until its device is gone. */
  loadAndWaitForLoss(spec: ModelSpec, onLoaded: string): Promise<{ lost: Failure; after: Outcome<unknown> }>;
}

declare global {
  interface Window {
    conformance: ConformancePage;
  }
}

function startWorker(): { worker: Worker; api: Remote<ModelWorkerApi> } {
  const worker = new Worker(new URL("../../workers/model.worker.ts", import.meta.url), { type: "module" });
  return { worker, api: wrap<ModelWorkerApi>(worker) };
}

async function create(spec: ModelSpec): Promise<{ worker: Worker; model: RemoteModel }> {
  const { worker, api } = startWorker();
  const outcome: Outcome<ModelInfo> = await api.load(
    spec,
    proxy(() => undefined),
  );
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const { port1, port2 } = new MessageChannel();
  await api.connect(transfer(port1, [port1]));
  return { worker, model: await RemoteModel.attach(port2) };
}

window.conformance = {
  async runCase(title, spec, tolerance) {
    const workers: Worker[] = [];
    const subject = {
      name: "onnx in a worker",
      tolerance,
      create: async () => {
        const { worker, model } = await create(spec);
        workers.push(worker);
        return model;
      },
    };
    try {
      const found = CONFORMANCE.find((candidate) => candidate.title === title);
      if (!found) throw new Error(`no case has the title ${title}`);
      await found.run(subject);
      return undefined;
    } catch (error) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    } finally {
      for (const worker of workers) worker.terminate();
    }
  },

  async load(spec) {
    const { worker, api } = startWorker();
    const events: LoadEvent[] = [];
    const began = performance.now();
    const outcome: Outcome<ModelInfo> = await api.load(
      spec,
      proxy((event: LoadEvent) => void events.push(event)),
    );
    const milliseconds = performance.now() - began;
    worker.terminate();
    return { outcome, events, milliseconds };
  },

  async loadAndWaitForLoss(spec, onLoaded) {
    const { worker, api } = startWorker();
    const outcome: Outcome<ModelInfo> = await api.load(
      spec,
      proxy(() => undefined),
    );
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const lost = new Promise<Failure>((resolve) => void api.watch(proxy(resolve)));
    document.title = onLoaded;
    const failure = await lost;
    const after: Outcome<unknown> = await api.open([1]);
    worker.terminate();
    return { lost: failure, after };
  },
};
