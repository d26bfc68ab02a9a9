import { columnText } from "../../../core/datasets/columnText";
import type { Settings } from "../../../core/config/settings";
import type { Author } from "../../../core/experiment/sample/sampleRun";
import type { ScoringModel } from "../../../core/rewards/reward";
import type { PageFiles } from "../../../client/browserFiles";
import type { Measurer, Sampler, Tokenizer } from "../lab";
import type { ModelsState } from "../models.svelte";
import type { SettingsState } from "../settings.svelte";
import { answerSettings } from "./answerSettings";
import { DatasetState } from "./dataset.svelte";
import type { SamplePlaces } from "./ports";
import { sameRows } from "./sameRows";
import { SampleState } from "./sample.svelte";
import { TaskState } from "./task.svelte";

interface Parts {
  lab: Sampler & Measurer & Tokenizer;
  settings: SettingsState;
  models: ModelsState;
  places: SamplePlaces;
  /** Hands a file to the person. */
  download: PageFiles["download"];
  /** Called when models are asked for that are not coming. */
  onMissing: () => void;
  /** Milliseconds from any fixed moment on. */
  clock: () => number;
  /** ISO 8601. */
  now: () => string;
}

/** The concerns of the Sample view, put together. */
export class Sampling {
  readonly dataset: DatasetState;
  readonly task: TaskState;
  readonly runs: SampleState;

  constructor({ lab, settings, models, places, download, onMissing, clock, now }: Parts) {
    const { scorer, store } = places;
    this.dataset = new DatasetState({ settings, library: places.datasets });
    const present = (): ScoringModel[] =>
      (["a", "b"] as const).filter((side) => models[side].info !== undefined);
    this.task = new TaskState({
      ...{ settings, store, scorer, lab, present, download },
      inUse: () => [...(this.runs.run ? [this.runs.run.task] : []), ...this.runs.kept.map((run) => run.task)],
    });
    const { dataset, task } = this;
    this.runs = new SampleState({
      ...{ lab, settings, models, scorer, onMissing, clock, now },
      baselinesFor: (wanted, run) => {
        const models = { a: run.a?.id, b: run.b?.id };
        return task.baselines.for(wanted.rewards, { dataset: run.dataset.id, models });
      },
      baselines: (wanted) => task.baselines.fingerprint(wanted.rewards),
      shelf: places.runs,
      dataset: () => dataset.name,
      ask: (wanted, stop) => dataset.ask(wanted, stop),
      sameRows: (run) => sameRows(run, { settings, dataset }),
      task: () => task.task,
      allowed: (wanted) => task.heldBackOf(wanted).length === 0,
      textAt: ({ row }, column) => columnText(row.fields, column) ?? "",
    });
  }

  /** What shows an answer of the shown run in another view. */
  answer(
    place: { index: number; author: Author; sample: number },
    view: "compare" | "switch",
  ): Partial<Settings> | undefined {
    const { run } = this.runs;
    return run && answerSettings(run, place, view);
  }
}
