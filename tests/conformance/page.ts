import { proxy, transfer, wrap, type Remote } from "comlink";
import { browserWorkers } from "../../src/client/browserWorkers";
import { Laboratory } from "../../src/client/laboratory";
import { RunStore } from "../../src/client/runs/runStore";
import type { LoadEvent, ModelSpec, ModelWorkerApi } from "../../src/contract/model";
import type { SwitchRequest } from "../../src/contract/lab";
import type { Failure, Outcome } from "../../src/core/errors";
import type { ModelInfo, TokenId } from "../../src/core/model";
import type { Side } from "../../src/core/side";
import { RemoteModel } from "../../workers/remoteModel";
import { CONFORMANCE } from "./suite";

/** What a test asks of this page: the real model worker, and the conformance cases against it. */
export interface ConformancePage {
  /** Runs one case; undefined when it holds, else why not. */
  runCase(title: string, spec: ModelSpec, tolerance: number): Promise<string | undefined>;
  /** Loads a model in a fresh worker, then ends the worker. */
  load(spec: ModelSpec): Promise<{ outcome: Outcome<ModelInfo>; events: LoadEvent[] }>;
  /** Loads a model, sets the page's title to "loaded", and waits until its device is gone. */
  loadAndLose(
    spec: ModelSpec,
  ): Promise<{ lost: Failure; after: Outcome<unknown>; again: Outcome<ModelInfo> }>;
  /** Replaces a side's model `rounds` times; then the page's memory in bytes, workers included. */
  replaceModels(spec: ModelSpec, rounds: number): Promise<number>;
  /** Opens, uses and closes sessions and batches of one model; its living GPU buffers after each round. */
  useSessions(spec: ModelSpec, rounds: number): Promise<number[]>;
  /** Kept runs of this browser. */
  runStore(): RunStore;
  /** Lets a pair answer all requests, one after another. */
  answer(pair: Record<Side, ModelSpec>, requests: readonly SwitchRequest[]): Promise<SwitchedAnswer[]>;
}

export interface SwitchedAnswer {
  ids: TokenId[];
  authors: Side[];
  /** Positions at which the writer changed. */
  switches: number[];
  /** Forward passes of both models. */
  passes: number;
  reason: string;
}

declare global {
  interface Window {
    conformance: ConformancePage;
  }
  interface Performance {
    measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
  }
}

const real = (): Worker =>
  new Worker(new URL("../../workers/model.worker.ts", import.meta.url), { type: "module" });
const counting = (): Worker =>
  new Worker(new URL("./counting.worker.ts", import.meta.url), { type: "module" });

async function load(
  worker: Worker,
  spec: ModelSpec,
  onEvent: (event: LoadEvent) => void = () => undefined,
): Promise<{ api: Remote<ModelWorkerApi>; outcome: Outcome<ModelInfo> }> {
  const api = wrap<ModelWorkerApi>(worker);
  return { api, outcome: await api.load(spec, proxy(onEvent)) };
}

async function open(worker: Worker, spec: ModelSpec): Promise<RemoteModel> {
  const { api, outcome } = await load(worker, spec);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const { port1, port2 } = new MessageChannel();
  await api.connect(transfer(port1, [port1]));
  return RemoteModel.attach(port2);
}

window.conformance = {
  runStore: () => new RunStore(),

  async runCase(title, spec, tolerance) {
    const workers: Worker[] = [];
    const create = (): Promise<RemoteModel> => {
      const worker = real();
      workers.push(worker);
      return open(worker, spec);
    };
    try {
      const found = CONFORMANCE.find((candidate) => candidate.title === title);
      if (!found) throw new Error(`no case has the title ${title}`);
      await found.run({ name: "onnx in a worker", tolerance, create });
      return undefined;
    } catch (error) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    } finally {
      for (const worker of workers) worker.terminate();
    }
  },

  async load(spec) {
    const worker = real();
    const events: LoadEvent[] = [];
    const { outcome } = await load(worker, spec, (event) => void events.push(event));
    worker.terminate();
    return { outcome, events };
  },

  async loadAndLose(spec) {
    const worker = real();
    const { api, outcome } = await load(worker, spec);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const losing = new Promise<Failure>((resolve) => void api.watch(proxy(resolve)));
    document.title = "loaded";
    const lost = await losing;
    const after: Outcome<unknown> = await api.open([1]);
    worker.terminate();
    const second = real();
    const again = await load(second, spec);
    second.terminate();
    return { lost, after, again: again.outcome };
  },

  async replaceModels(spec, rounds) {
    const laboratory = new Laboratory(browserWorkers);
    for (let round = 0; round < rounds; round++) {
      const outcome = await laboratory.load("a", spec, () => undefined);
      if (!outcome.ok) throw new Error(outcome.failure.message);
    }
    const { bytes } = await performance.measureUserAgentSpecificMemory();
    laboratory.dispose();
    return bytes;
  },

  async useSessions(spec, rounds) {
    const worker = counting();
    const model = await open(worker, spec);
    const counts: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const session = await model.open([5, 6, 7]);
      for (const id of [8, 9, 10]) await session.append([id]);
      await session.rewind(4);
      await session.append([11, 12]);
      await session.close();
      const batch = await model.openBatch();
      if (!batch) throw new Error("The model offers no batch.");
      await batch.arrange([], [{ prefix: [5, 6, 7], copies: 2 }]);
      await batch.append([8, 9]);
      await batch.arrange([1], [{ prefix: [5, 6], copies: 1 }]);
      await batch.append([8, 9]);
      await batch.close();
      counts.push(
        await new Promise<number>((resolve) => {
          const listen = ({ data }: MessageEvent<{ buffers?: number }>): void => {
            if (data.buffers === undefined) return;
            worker.removeEventListener("message", listen);
            resolve(data.buffers);
          };
          worker.addEventListener("message", listen);
          worker.postMessage("buffers");
        }),
      );
    }
    worker.terminate();
    return counts;
  },

  async answer(pair, requests) {
    const laboratory = new Laboratory(browserWorkers);
    for (const side of ["a", "b"] as const) {
      const outcome = await laboratory.load(side, pair[side], () => undefined);
      if (!outcome.ok) throw new Error(outcome.failure.message);
    }
    const answers: SwitchedAnswer[] = [];
    for (const request of requests) answers.push(await switchedAnswer(laboratory, request));
    laboratory.dispose();
    return answers;
  },
};

async function switchedAnswer(laboratory: Laboratory, request: SwitchRequest): Promise<SwitchedAnswer> {
  const answer: SwitchedAnswer = { ids: [], authors: [], switches: [], passes: 0, reason: "" };
  for await (const event of laboratory.switch(request)) {
    if (event.type === "switch-failed") throw new Error(event.failure.message);
    if (event.type === "switch-positions") {
      answer.ids.push(...event.block.tokens);
      answer.authors.push(...event.columns.authors);
      answer.switches.push(...event.switches.map(({ position }) => position));
    }
    if (event.type !== "switch-end") continue;
    answer.reason = event.reason;
    answer.passes = event.effort.a.passes + event.effort.b.passes;
  }
  return answer;
}
