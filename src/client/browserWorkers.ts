import type { LaboratoryOptions } from "./laboratory";

/** The real workers, each a module of the page's own origin. */
export const browserWorkers: Pick<LaboratoryOptions, "modelWorker" | "labWorker"> = {
  modelWorker: () =>
    new Worker(new URL("../../workers/model.worker.ts", import.meta.url), { type: "module", name: "model" }),
  labWorker: () =>
    new Worker(new URL("../../workers/lab.worker.ts", import.meta.url), { type: "module", name: "lab" }),
};
