import { expose, type Endpoint } from "comlink";
import { Laboratory, type LaboratoryOptions } from "../../src/client/laboratory";
import type { WorkerLike } from "../../src/client/workerHandle";
import { LabService, type LabOptions } from "../../workers/labService";
import { ModelService, type LoadModel } from "../../workers/modelService";

/** A worker of this thread: the real service behind a real message channel, without a bundle around it. */
export class FakeWorker extends EventTarget implements WorkerLike {
  terminated = false;
  private readonly channel = new MessageChannel();

  constructor(service: (doors: (api: object, port: Endpoint) => void) => object) {
    super();
    const ports: MessagePort[] = [];
    const open = (api: object, port: Endpoint): void => {
      ports.push(port as MessagePort);
      expose(api, port);
    };
    open(service(open), this.channel.port2);
    this.close = () => [this.channel.port1, ...ports].forEach((port) => port.close());
    this.channel.port1.addEventListener("message", ({ data }) => {
      if (!this.terminated) this.dispatchEvent(new MessageEvent("message", { data }));
    });
    this.channel.port1.start();
  }

  private readonly close: () => void;

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.terminated) this.channel.port1.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    this.close();
  }

  /** What is left of a worker that called `self.close()`: nothing comes back, and no event tells of it. */
  fallSilent(): void {
    this.close();
  }

  /** What a browser does when a worker's script throws. */
  crash(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
  }
}

export interface FakeLaboratory {
  laboratory: Laboratory;
  /** All workers ever started, in order. */
  models: FakeWorker[];
  labs: FakeWorker[];
}

/** A laboratory whose workers live in this thread. */
export function fakeLaboratory(
  load: LoadModel,
  lab: Partial<LabOptions> = {},
  options: Partial<LaboratoryOptions> = {},
): FakeLaboratory {
  const models: FakeWorker[] = [];
  const labs: FakeWorker[] = [];
  const started = (list: FakeWorker[], worker: FakeWorker): FakeWorker => {
    list.push(worker);
    return worker;
  };
  const laboratory = new Laboratory({
    modelWorker: () =>
      started(
        models,
        new FakeWorker((open) => new ModelService(load, (api, port) => open(api, port as Endpoint))),
      ),
    labWorker: () => started(labs, new FakeWorker(() => new LabService({ ...LAB, ...lab }))),
    ...options,
  });
  return { laboratory, models, labs };
}

const LAB: LabOptions = {
  clock: () => performance.now(),
  memoryBytes: 1024 ** 2,
  storeBytes: 0,
  createStore: () => undefined,
  keptRuns: 2,
};
