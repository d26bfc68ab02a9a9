import { expose } from "comlink";
import { LabService } from "./labService";
import { createOpfsStore } from "./opfsStore";

expose(
  new LabService({
    clock: () => performance.now(),
    memoryBytes: 128 * 1024 ** 2,
    storeBytes: 512 * 1024 ** 2,
    createStore: createOpfsStore,
    keptRuns: 4,
  }),
);
