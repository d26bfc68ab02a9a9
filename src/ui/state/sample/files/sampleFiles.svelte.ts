import type { PageFiles } from "../../../../client/browserFiles";
import { MOST_CONFIG } from "../../../../core/experiment/config/configTree";
import {
  readExperiment,
  type ExperimentConfig,
  type SampleSection,
} from "../../../../core/experiment/config/experimentConfig";
import { SETTINGS } from "../../../../core/config/settings";
import { parseDatasetName } from "../../../../core/datasets/names";
import { ExpectedError } from "../../../../core/errors";
import { experimentYaml } from "../../../../core/experiment/config/writeExperiment";
import { resultsJson } from "../../../../core/experiment/sample/resultsFile";
import type { Author, SampleRun } from "../../../../core/experiment/sample/sampleRun";
import {
  MOST_SAMPLE_RUN,
  parseSampleRun,
  sampleRunJson,
} from "../../../../core/experiment/sample/sampleRunFile";
import { statisticsJson } from "../../../../core/experiment/sample/statisticsFile";
import { MOST_TASK_JSON, taskJson } from "../../../../core/tasks/taskText";
import { MOST_BASELINE } from "../../../../core/rewards/baseline";
import { strings } from "../../../strings";
import type { ExportState } from "../../exporting.svelte";
import type { NamedFile } from "../../importing.svelte";
import type { AnswerReader, AnswerWriter, Comparer } from "../../lab";
import type { LinkState } from "../../link.svelte";
import type { ModelChoice } from "../../modelChoice.svelte";
import type { ModelsState } from "../../models.svelte";
import type { SettingsState } from "../../settings.svelte";
import type { Sampling } from "../sampling";
import { sampleSettings } from "../wish";
import { AnswersExport } from "./answersExport.svelte";
import { AnswersViewState } from "./answersView.svelte";
import { modelSettings, samplingSettings, type LeftOut } from "./experimentSettings";
import { fileKind, type FileKind } from "./fileKind";
import { resultsRun } from "./resultsRun";
import { textOf } from "./textOf";

const words = strings.sampleFiles;

interface Parts {
  lab: AnswerWriter & AnswerReader & Pick<Comparer, "release">;
  files: PageFiles;
  settings: SettingsState;
  link: LinkState;
  models: ModelsState;
  modelChoice: ModelChoice;
  sampling: Sampling;
  exporting: ExportState;
  /** ISO 8601. */
  now: () => string;
}

/** What was done with files, and what in them could not be taken, in words. */
export interface FileNotes {
  names: string;
  done: readonly string[];
  remarks: readonly string[];
}

type Sorted = Readonly<Partial<Record<FileKind, readonly NamedFile[]>>>;

/** The files of sampling: a run's results, its answers' distributions, experiments, and datasets that are dropped. */
export class SampleFiles {
  /** Answers out of files, which need no model. */
  readonly answers: AnswersViewState;
  /** The shown run's answers on their way into arrays. */
  readonly arrays: AnswersExport;
  notes: FileNotes | undefined = $state.raw();

  constructor(private readonly parts: Parts) {
    const { lab, files, exporting, models, sampling, now } = parts;
    this.answers = new AnswersViewState(lab);
    this.arrays = new AnswersExport({
      ...{ lab, exporting, now },
      openSink: files.openSink,
      download: files.download,
      modelOf: (side) => models[side].info,
      template: () => sampling.task.task.template,
      allowed: () => sampling.task.allowed,
    });
  }

  dismiss(): void {
    this.notes = undefined;
  }

  /**
   * Opens files that belong together, by what they are.
   * @returns false where none of them is of sampling: nothing was done
   * @throws ExpectedError that says why they cannot be opened
   */
  async open(files: readonly NamedFile[]): Promise<boolean> {
    const sorted: Partial<Record<FileKind, NamedFile[]>> = {};
    for (const file of files) (sorted[await this.kindOf(file, files.length)] ??= []).push(file);
    const { other = [], npz = [], experiment = [] } = sorted;
    if (files.length === other.length + npz.length + (sorted["rows?"]?.length ?? 0)) return false;
    this.notes = undefined;
    const names = files.map(({ name }) => name).join(", ");
    const done: string[] = [];
    const remarks: string[] = [];
    if (experiment.length > 0) await this.openExperiment(sorted, files, { done, remarks });
    else this.refuseStrangers(sorted);
    await this.openRun(sorted, { done, remarks });
    await this.openAnswers(sorted, { done, remarks });
    if (experiment.length === 0) await this.openRest(sorted, done);
    this.parts.link.view = "sample";
    if (done.length > 0 || remarks.length > 0) this.notes = { names, done, remarks };
    return true;
  }

  saveRun(run: SampleRun): void {
    this.save(sampleRunJson(run), "sample_run.json");
  }

  saveResults(run: SampleRun, author: Author): void {
    this.save(resultsJson(run, author), nameOf("results", run, author));
  }

  saveStatistics(run: SampleRun, author: Author): void {
    const rightFrom = this.parts.settings.get("passAt");
    this.save(statisticsJson(run, author, { rightFrom }), nameOf("statistics", run, author));
  }

  async saveExperiment(run: SampleRun): Promise<void> {
    const text = await experimentYaml(run, this.arrays.options);
    this.parts.exporting.save(text, "experiment_config.yaml", "application/yaml");
  }

  private save(text: string, name: string): void {
    this.parts.exporting.save(text, name, "application/json");
  }

  /** JSON that could be rows is a dataset where it is dropped alone on the Sample view. */
  private async kindOf(file: NamedFile, count: number): Promise<FileKind> {
    const kind = await fileKind(file);
    const rows = kind === "rows?" && count === 1 && this.parts.link.view === "sample";
    return rows ? "table" : kind;
  }

  private refuseStrangers(sorted: Sorted): void {
    const { answers = [], npz = [], statistics = [], results = [], config = [], other = [] } = sorted;
    const strangers = [...other, ...(sorted["rows?"] ?? []), ...(answers.length === 0 ? npz : [])];
    if (config.length > 0)
      throw new ExpectedError("bad-input", words.noSection(listed(config)), words.noSectionHint);
    if (strangers.length > 0)
      throw new ExpectedError("bad-input", words.strangers(listed(strangers)), words.strangersHint);
    if (statistics.length > 0 && results.length === 0)
      throw new ExpectedError("bad-input", words.statisticsAlone, words.statisticsAloneHint);
  }

  private async openRun({ run = [], results = [], statistics = [] }: Sorted, notes: Notes): Promise<void> {
    const { runs } = this.parts.sampling;
    if (run.length + (results.length > 0 ? 1 : 0) > 1)
      throw new ExpectedError("bad-input", words.manyRuns, words.oneAtATime);
    const [whole] = run;
    if (whole) {
      const { run: read, problems } = parseSampleRun(await textOf(whole, MOST_SAMPLE_RUN));
      await runs.open();
      // What is kept under its id may go on, which a file cannot.
      const kept = runs.kept.some(({ id }) => id === read.id);
      const id = kept ? `file-${this.parts.now()}` : read.id;
      runs.take({ ...read, id }, whole.name);
      notes.remarks.push(...problems.map((problem) => words.taskProblem(problem)));
      notes.done.push(words.openedRun(whole.name, read.questions.length));
    }
    if (results.length > 0) {
      const settings = sampleSettings(this.parts.settings.all());
      const read = await resultsRun(results, statistics, { settings, now: this.parts.now() });
      await runs.open();
      runs.take(read.run, listed(results));
      notes.remarks.push(...read.remarks);
      notes.done.push(words.openedRun(listed(results), read.run.questions.length));
    }
  }

  private async openAnswers({ answers = [], npz = [] }: Sorted, notes: Notes): Promise<void> {
    const [json] = answers;
    if (!json) return;
    if (answers.length > 1 || npz.length > 1)
      throw new ExpectedError("bad-input", words.manyAnswers, words.oneAtATime);
    const [arrays] = npz;
    await this.answers.open({ json, ...(arrays ? { npz: arrays } : {}) }, json.name);
    if (!arrays) notes.remarks.push(words.noArrays(json.name));
    const unknown = this.answers.file?.unknown ?? [];
    if (unknown.length > 0) notes.remarks.push(words.unknownKeys(json.name, unknown));
  }

  /** A dataset, a task, a baseline. */
  private async openRest({ table = [], task = [], baseline = [] }: Sorted, done: string[]): Promise<void> {
    const { sampling } = this.parts;
    if (table.length > 1) throw new ExpectedError("bad-input", words.manyTables, words.oneAtATime);
    for (const file of task.slice(0, 1)) {
      sampling.task.open(await textOf(file, MOST_TASK_JSON));
      done.push(words.openedTask(file.name));
    }
    for (const file of baseline) {
      const { baselines } = sampling.task;
      const name = baselines.open(await textOf(file, MOST_BASELINE));
      if (name === undefined && baselines.failure)
        throw new ExpectedError(baselines.failure.code, baselines.failure.message, baselines.failure.hint);
      done.push(words.openedBaseline(name ?? file.name));
    }
    const [rows] = table;
    if (rows) {
      sampling.dataset.choose({ kind: "file", name: rows.name }, await blobOf(rows));
      done.push(words.openedDataset(rows.name));
    }
  }

  private async openExperiment(sorted: Sorted, files: readonly NamedFile[], notes: Notes): Promise<void> {
    const [file, ...others] = sorted.experiment ?? [];
    if (!file) return;
    if (others.length > 0) throw new ExpectedError("bad-input", words.manyExperiments, words.oneAtATime);
    const referred = [...(sorted.config ?? []), ...(sorted.task ?? []), ...(sorted["rows?"] ?? [])];
    const texts: [string, string][] = [];
    for (const one of referred) if (one.size <= MOST_CONFIG) texts.push([one.name, await one.text()]);
    const text = await textOf(file, MOST_CONFIG);
    const { config, problems } = await readExperiment(file.name, text, Object.fromEntries(texts));
    notes.remarks.push(...problems.map((problem) => words.configProblem(problem)));
    await this.take(config, files, file.name, notes);
  }

  /** The page is set as an experiment says. */
  private async take(
    { sample, dist }: ExperimentConfig,
    files: readonly NamedFile[],
    name: string,
    notes: Notes,
  ): Promise<void> {
    const { sampling, settings, modelChoice } = this.parts;
    const left: LeftOut[] = [];
    if (sample) {
      sampling.task.open(taskJson(sample.task));
      await this.takeDataset(sample, files, notes);
      const asked = samplingSettings(sample);
      settings.assign(asked.settings);
      left.push(...asked.left);
      notes.done.push(words.tookSample(name));
    }
    if (dist) {
      const { content, precision, k, temperature } = dist.distribution;
      const { arrays } = this;
      arrays.content = content ?? arrays.content;
      arrays.precision = precision ?? arrays.precision;
      arrays.k = k ?? arrays.k;
      arrays.temperature = temperature ?? arrays.temperature;
      notes.done.push(words.tookDist);
    }
    const known = modelChoice.offered.map(({ id }) => id);
    const backend = sample?.backend ?? dist?.backend;
    if (backend) {
      const wanted = modelSettings(backend, known);
      left.push(...wanted.left);
      if (wanted.authors) settings.set("authors", wanted.authors);
      const now = settings.all();
      const other = Object.entries(wanted.settings).some(
        ([key, value]) => now[key as keyof typeof now] !== value,
      );
      if (other) await modelChoice.change(wanted.settings);
    }
    notes.remarks.push(...left.map((one) => words.leftOut(one)));
  }

  private async takeDataset(
    { dataset: wanted }: SampleSection,
    files: readonly NamedFile[],
    notes: Notes,
  ): Promise<void> {
    const { sampling, settings } = this.parts;
    const { dataset } = sampling;
    const named = wanted.id === undefined ? undefined : parseDatasetName(wanted.id);
    if (named?.kind === "file") {
      const file = files.find(({ name }) => name === named.name);
      if (!file) notes.remarks.push(words.datasetMissing(named.name));
      if (file) dataset.choose(named, await blobOf(file));
      else settings.assign({ dataset: wanted.id });
    } else if (wanted.id !== undefined) settings.assign({ dataset: wanted.id });
    if (wanted.id !== undefined)
      settings.assign({ questionColumn: "", referenceColumn: "", sliceColumns: "", firstQuestion: 0 });
    const { question, reference } = wanted;
    dataset.setColumns({
      ...(question !== undefined && usable(question, "questionColumn") ? { question } : {}),
      ...(reference !== undefined && usable(reference, "referenceColumn") ? { reference } : {}),
      ...(wanted.slices ? { slices: wanted.slices.join(", ") } : {}),
    });
    dataset.follow();
  }
}

interface Notes {
  done: string[];
  remarks: string[];
}

function usable(column: string, setting: "questionColumn" | "referenceColumn"): boolean {
  return column.length <= SETTINGS[setting].maxLength;
}

function listed(files: readonly NamedFile[]): string {
  return files.map(({ name }) => name).join(", ");
}

async function blobOf(file: NamedFile): Promise<Blob> {
  return file instanceof Blob ? file : new Blob([await file.slice(0, file.size).arrayBuffer()]);
}

/** `results.json`, or `results_b.json` of a run with several authors. */
function nameOf(what: string, { settings }: SampleRun, author: Author): string {
  return settings.authors.length > 1 ? `${what}_${author}.json` : `${what}.json`;
}
