import { DatasetLibrary } from "../../client/datasets/datasetLibrary";
import { memoryPages } from "../../client/datasets/pageCache";
import type { Outcome } from "../../core/errors";
import type { QuestionResult, SampleRun } from "../../core/experiment/sample/sampleRun";
import { scoreTerm } from "../../core/rewards/scoreTerm";
import { extract } from "../../core/tasks/formats/formats";
import type { KeyValueStore } from "../state/draftStore";
import type { RunShelf, SamplePlaces, Scorer } from "../state/sample/ports";

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });

/** The real core without a worker. */
export const coreScorer: Scorer = {
  extract: async (format, texts) => ok(texts.map((text) => ({ ok: true, value: extract(format, text) }))),
  score: async (terms, inputs) =>
    ok(
      await Promise.all(
        inputs.map((input) => Promise.all(terms.map(async (term) => scoreTerm(term, input)))),
      ),
    ),
  check: async () => ok(undefined),
};

/** Runs that stay for as long as the test does. */
export class MemoryRuns implements RunShelf {
  readonly runs = new Map<string, SampleRun>();
  full = false;

  async list() {
    return ok(
      [...this.runs.values()].map(({ questions, asked: _, ...header }) => ({
        ...header,
        answered: questions.length,
      })),
    );
  }

  async open(id: string): Promise<Outcome<SampleRun>> {
    const run = this.runs.get(id);
    return run ? ok(run) : { ok: false, failure: { code: "not-kept", message: `There is no run ${id}.` } };
  }

  async begin(run: SampleRun): Promise<Outcome<void>> {
    if (this.full) return FULL;
    this.runs.set(run.id, run);
    return ok(undefined);
  }

  async put(id: string, questions: readonly QuestionResult[]): Promise<Outcome<void>> {
    const run = this.runs.get(id);
    if (this.full || !run) return FULL;
    const rows = new Set(questions.map(({ index }) => index));
    const others = run.questions.filter(({ index }) => !rows.has(index));
    this.runs.set(id, { ...run, questions: [...others, ...questions] });
    return ok(undefined);
  }

  /** Runs that another tab is at work on. */
  readonly locked = new Set<string>();

  async lock(id: string): Promise<Outcome<() => void>> {
    if (this.locked.has(id))
      return { ok: false, failure: { code: "not-allowed", message: "Another tab is at work on it." } };
    this.locked.add(id);
    return ok(() => void this.locked.delete(id));
  }

  async delete(id: string): Promise<Outcome<void>> {
    this.runs.delete(id);
    return ok(undefined);
  }
}

const FULL: Outcome<void> = { ok: false, failure: { code: "storage-full", message: "There is no room." } };

/** Generated problems, scoring by the core, runs in memory; whoever asks a server or a worker fails the test. */
export function fakePlaces(store: KeyValueStore, runs: RunShelf = new MemoryRuns()): SamplePlaces {
  const never = () => {
    throw new Error("The test has no worker and no network.");
  };
  return {
    scorer: coreScorer,
    runs,
    datasets: new DatasetLibrary({
      worker: never,
      fetch: never,
      pages: memoryPages(),
      server: "https://nowhere.invalid",
    }),
    store: () => store,
  };
}
