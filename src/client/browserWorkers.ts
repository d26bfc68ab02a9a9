import type { DatasetLibraryOptions } from "./datasets/datasetLibrary";
import type { LaboratoryOptions } from "./laboratory";
import type { RewardRunnerOptions } from "./rewardRunner";

/** The real workers, each a module of the page's own origin. */
export const browserWorkers: Pick<LaboratoryOptions, "modelWorker" | "labWorker"> = {
  modelWorker: () =>
    new Worker(new URL("../../workers/model.worker.ts", import.meta.url), { type: "module", name: "model" }),
  labWorker: () =>
    new Worker(new URL("../../workers/lab.worker.ts", import.meta.url), { type: "module", name: "lab" }),
};

/** Rewards and regular expressions run in a worker of their own, which is ended when one of them never ends. */
export const browserRewardWorker: Pick<RewardRunnerOptions, "worker"> = {
  worker: () =>
    new Worker(new URL("../../workers/reward.worker.ts", import.meta.url), {
      type: "module",
      name: "reward",
    }),
};

/** Data sets are read in a worker of their own, so that a large one never keeps the page from drawing. */
export const browserDataWorker: Pick<DatasetLibraryOptions, "worker"> = {
  worker: () =>
    new Worker(new URL("../../workers/data.worker.ts", import.meta.url), { type: "module", name: "data" }),
};
