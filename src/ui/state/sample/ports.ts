import type { DatasetLibrary } from "../../../client/datasets/datasetLibrary";
import type { RewardRunner } from "../../../client/rewardRunner";
import type { RunStore } from "../../../client/runs/runStore";
import type { KeyValueStore } from "../draftStore";

export type { RunHeader } from "../../../client/runs/runStore";

/** Finds answers proper and rewards them, where neither can hold up the page. */
export type Scorer = Pick<RewardRunner, "extract" | "score" | "check">;

/** Runs that are there after a reload. */
export type RunShelf = Pick<RunStore, "list" | "open" | "begin" | "put" | "delete" | "lock">;

/** Opens datasets, and asks the Hub for what there is of one. */
export type DatasetShelf = Pick<DatasetLibrary, "open" | "splits" | "server">;

/** What the Sample view needs from outside the lab. */
export interface SamplePlaces {
  scorer: Scorer;
  runs: RunShelf;
  datasets: DatasetShelf;
  /** Where saved tasks and baselines lie; it may throw, as `localStorage` does where storage is forbidden. */
  store: () => KeyValueStore;
}
