import type { Settings } from "../../../core/config/settings";
import type { SampleRun, SampleSettings } from "../../../core/experiment/sample/sampleRun";
import { wishOf } from "../switching/wish";

/** What the settings say of how answers are written. */
export function sampleSettings(settings: Settings): SampleSettings {
  const { choice, sampling, seed, maxTokens, stopStrings, endRepetition } = wishOf(settings).settings;
  return {
    authors: settings.authors.toSorted(),
    samples: settings.samples,
    batch: settings.batch,
    maxNewTokens: maxTokens,
    ...{ choice, sampling, seed, stopStrings, endRepetition },
  };
}

/** Everything that decides a run's answers, rewards apart: two runs of the same grounds write the same. */
type Grounds = Pick<SampleRun, "dataset" | "task" | "settings">;

export function sameAnswers(one: Grounds, other: Grounds): boolean {
  return grounds(one) === grounds(other);
}

function grounds({ dataset, task, settings }: Grounds): string {
  const { choice, sampling, authors, samples, seed, maxNewTokens, stopStrings, endRepetition } = settings;
  const { temperature, topK, topP, minP } = sampling;
  const { id, question, reference = "" } = dataset;
  const { template } = task;
  return JSON.stringify([
    [id, question, reference],
    [template.id, template.system ?? "", template.custom ?? "", template.instruction ?? ""],
    [authors, samples, seed, maxNewTokens, stopStrings, endRepetition],
    [temperature, topK, topP, minP],
    authors.includes("switched")
      ? [choice.policy, choice.kind, choice.threshold, choice.switchBack, choice.start, entries(choice.own)]
      : [],
  ]);
}

function entries(record: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1));
}
