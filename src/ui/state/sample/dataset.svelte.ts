import { SETTINGS } from "../../../core/config/settings";
import { columnText } from "../../../core/datasets/columnText";
import { columnsOf, type Column } from "../../../core/datasets/columns";
import type { BadRow, ChosenColumns, DatasetRow } from "../../../core/datasets/dataset";
import { MOST_GENERATED } from "../../../core/datasets/generatedRows";
import type { DataCounts } from "../../../contract/data";
import { guessColumns } from "../../../core/datasets/guessColumns";
import { datasetId, parseDatasetName, plainFileName, type NamedDataset } from "../../../core/datasets/names";
import { datasetPreset, type DatasetPreset } from "../../../core/datasets/presets";
import { ExpectedError, type Failure } from "../../../core/errors";
import type { DatasetName } from "../../../core/experiment/sample/sampleRun";
import type { Task } from "../../../core/tasks/task";
import { strings } from "../../strings";
import type { DatasetSource, OpenedDataset } from "../../../client/datasets/datasetLibrary";
import type { SettingsState } from "../settings.svelte";
import { askedRows, type AskedRows } from "./asking";
import type { DatasetShelf } from "./ports";

export interface DatasetParts {
  settings: SettingsState;
  library: DatasetShelf;
}

/** Where the rows are. */
export type DatasetPhase =
  | { type: "closed" }
  /** Named by a link or before a reload: it takes a click, which says what is fetched. */
  | { type: "offered"; named: NamedDataset }
  /** A file on the person's disk, which they must give again. */
  | { type: "absent"; name: string }
  | { type: "opening" }
  /** Its first rows are there; it may still be read to its end. */
  | { type: "open" }
  | { type: "failed"; failure: Failure };

/** How far a dataset was read. */
export interface DatasetReach {
  rows: number;
  bad: number;
  bytes: number;
  total: number | undefined;
  ended: boolean;
}

/** No column: rewards need no reference. */
export const NO_REFERENCE = "-";

/** The dataset that questions come from: which it is, its first rows, its columns, and the questions a run asks. */
export class DatasetState {
  phase: DatasetPhase = $state.raw({ type: "closed" });
  first: readonly DatasetRow[] = $state.raw([]);
  badRows: readonly BadRow[] = $state.raw([]);
  reach: DatasetReach = $state.raw({ rows: 0, bad: 0, bytes: 0, total: undefined, ended: false });
  /** The id that `phase` is about, with the seed where the rows depend on it. */
  private about: string | undefined;
  private opened: OpenedDataset | undefined;

  constructor(private readonly parts: DatasetParts) {}

  get id(): string {
    return this.parts.settings.get("dataset");
  }

  readonly named: NamedDataset | undefined = $derived.by(() => parseDatasetName(this.id));

  readonly columns: readonly Column[] = $derived.by(() => columnsOf(this.first));

  /** Columns of question and reference: those set, else the preset's, else a guess. */
  readonly chosen: ChosenColumns | undefined = $derived.by(() => {
    const { settings } = this.parts;
    const { named } = this;
    const usual =
      (named?.kind === "preset" ? datasetPreset(named.preset)?.columns : undefined) ??
      guessColumns(this.first);
    const question = settings.get("questionColumn") || usual?.question;
    if (question === undefined) return undefined;
    const set = settings.get("referenceColumn");
    const reference = set === NO_REFERENCE ? undefined : set || usual?.reference;
    return reference === undefined ? { question } : { question, reference };
  });

  /** What is missing in a dataset that was read to its end and has no column to ask; undefined where there is one. */
  readonly nothing: "rows" | "good-rows" | "columns" | undefined = $derived.by(() => {
    const { columns, first, phase, reach } = this;
    if (phase.type !== "open" || !reach.ended || columns.length > 0) return undefined;
    if (first.length > 0) return "columns";
    // The Hub may have cut all of the first ones.
    if (reach.rows > 0) return undefined;
    return reach.bad > 0 ? "good-rows" : "rows";
  });

  /** Whether the columns are a guess that nobody has looked at. */
  get guessed(): boolean {
    const { settings } = this.parts;
    return settings.get("questionColumn") === "" && settings.get("referenceColumn") === "";
  }

  /** Columns whose values make slices. */
  readonly slices: readonly string[] = $derived.by(() => {
    const columns = this.parts.settings
      .get("sliceColumns")
      .split(",")
      .map((column) => column.trim())
      .filter((column) => column !== "");
    return [...new Set(columns)];
  });

  /** As runs name it. */
  get name(): DatasetName {
    const { question = "", reference } = this.chosen ?? {};
    const name = { id: this.id, question, slices: this.slices };
    return reference === undefined ? name : { ...name, reference };
  }

  /** The first row that has a question, for previews. */
  readonly example:
    { index: number; question: string; reference?: string; row: DatasetRow["fields"] } | undefined =
    $derived.by(() => {
      const { chosen } = this;
      if (chosen === undefined) return undefined;
      for (const { index, fields } of this.first) {
        const question = columnText(fields, chosen.question);
        if (question === undefined) continue;
        const reference = chosen.reference && columnText(fields, chosen.reference);
        return { index, question, row: fields, ...(reference ? { reference } : {}) };
      }
      return undefined;
    });

  /** The host that rows of the Hub come from. */
  get server(): string {
    return new URL(this.parts.library.server).host;
  }

  /** Opens what the settings name, as far as no click is needed; once per name. */
  follow(): void {
    const { id, named } = this;
    const about = named?.kind === "generated" ? `${id} ${this.parts.settings.get("seed")}` : id;
    if (about === this.about) return;
    this.about = about;
    this.letGo();
    if (named === undefined) {
      const failure = {
        code: "bad-input",
        message: strings.dataset.unknown(id),
        hint: strings.dataset.unknownHint,
      };
      this.phase = { type: "failed", failure: failure as Failure };
    } else if (named.kind === "generated") void this.read(this.sourceOf(named));
    else if (named.kind === "file") this.phase = { type: "absent", name: named.name };
    else if (named.kind === "pasted") this.phase = { type: "absent", name: strings.dataset.pastedText };
    else this.phase = { type: "offered", named };
  }

  /** The person chose one: it is opened, whatever that fetches. A file or a pasted text comes along. */
  choose(named: NamedDataset, blob?: Blob): void {
    const plain = named.kind === "file" ? { ...named, name: plainFileName(named.name) } : named;
    this.set(plain);
    this.about = this.id;
    void this.read(this.sourceOf(plain, blob));
  }

  /** Generated ones need nothing but their name. */
  chooseGenerated(family: Extract<NamedDataset, { kind: "generated" }>["family"]): void {
    this.set({ kind: "generated", family });
    this.follow();
  }

  /** Columns that the person chose; slices as a text with commas. */
  setColumns({
    question,
    reference,
    slices,
  }: {
    question?: string;
    reference?: string;
    slices?: string;
  }): void {
    const { settings } = this.parts;
    if (question !== undefined)
      settings.set("questionColumn", question.slice(0, SETTINGS.questionColumn.maxLength));
    if (reference !== undefined)
      settings.set("referenceColumn", reference.slice(0, SETTINGS.referenceColumn.maxLength));
    if (slices !== undefined) settings.set("sliceColumns", slices.slice(0, SETTINGS.sliceColumns.maxLength));
  }

  /** Configs and splits of a dataset of the Hub, asked of it. */
  splits(dataset: string): ReturnType<DatasetShelf["splits"]> {
    return this.parts.library.splits(dataset);
  }

  /** The click that an offered dataset waited for. */
  fetch(): void {
    if (this.phase.type === "offered") void this.read(this.sourceOf(this.phase.named));
  }

  /**
   * What a run asks, in the order of the dataset, and the rows that hold no question.
   *
   * @param stop asked every few milliseconds; true ends it
   * @throws ExpectedError "stopped" where `stop` ended it
   */
  async ask(task: Task, stop: () => boolean = () => false): Promise<AskedRows> {
    const { settings } = this.parts;
    const { chosen, opened, nothing } = this;
    if (nothing !== undefined)
      throw new ExpectedError("bad-input", strings.dataset.nothing[nothing], strings.dataset.nothingHint);
    if (opened === undefined || chosen === undefined)
      throw new ExpectedError(
        "bad-input",
        strings.dataset.noRows,
        strings.dataset.noRowsHints[this.phase.type],
      );
    const [from, count] = [settings.get("firstQuestion"), settings.get("questions")];
    const { template } = task;
    const { asked, without } = await askedRows({ opened, chosen, template, from, count, stop });
    if (asked.length === 0)
      throw new ExpectedError(
        "bad-input",
        strings.dataset.nothingToAsk(from, count, chosen.question),
        strings.dataset.nothingToAskHint(this.reach.rows),
      );
    return { asked, without };
  }

  private set(named: NamedDataset): void {
    this.parts.settings.assign({
      dataset: datasetId(named),
      questionColumn: "",
      referenceColumn: "",
      sliceColumns: "",
      firstQuestion: 0,
    });
  }

  private letGo(): void {
    this.opened?.close();
    this.opened = undefined;
    this.first = [];
    this.badRows = [];
    this.reach = { rows: 0, bad: 0, bytes: 0, total: undefined, ended: false };
  }

  private sourceOf(named: NamedDataset, blob?: Blob): DatasetSource {
    switch (named.kind) {
      case "generated":
        return { ...named, seed: this.parts.settings.get("seed"), count: MOST_GENERATED };
      case "preset":
        return { kind: "hub", ...(datasetPreset(named.preset) as DatasetPreset).hub };
      case "hub":
      case "url":
        return named;
      case "file":
      case "pasted":
        return {
          kind: "blob",
          blob: blob ?? new Blob(),
          name: named.kind === "file" ? named.name : "",
        };
    }
  }

  private async read(source: DatasetSource): Promise<void> {
    this.letGo();
    this.phase = { type: "opening" };
    const opened = this.parts.library.open(source);
    this.opened = opened;
    for await (const event of opened) {
      if (this.opened !== opened) return;
      switch (event.type) {
        case "data-start":
          this.reach = { ...this.reach, total: event.bytes };
          break;
        case "data-rows":
          this.first = event.rows;
          this.badRows = event.bad;
          this.phase = { type: "open" };
          break;
        case "data-progress":
          this.reach = { ...this.reach, ...counts(event) };
          break;
        case "data-end":
          this.reach = { ...this.reach, ...counts(event), ended: true };
          this.phase = { type: "open" };
          break;
        case "data-failed":
          this.opened = undefined;
          this.phase = { type: "failed", failure: event.failure };
          break;
      }
    }
    if (this.opened !== opened || this.reach.bad === 0) return;
    const bad = await opened.badRows();
    if (this.opened === opened && bad.ok) this.badRows = bad.value;
  }
}

function counts({ rows, bad, bytes }: DataCounts): DataCounts {
  return { rows, bad, bytes };
}
