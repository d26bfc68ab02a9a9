import type { PageFiles } from "../../client/browserFiles";
import type { OpenedFile } from "../../contract/files";
import type { CompareEvent, TextRequest } from "../../core/compare/events";
import { recordingEvents } from "../../core/compare/recording";
import { readLink } from "../../core/config/link";
import { SETTINGS, type Settings } from "../../core/config/settings";
import type { FileRemark } from "../../core/experiment/fileRemark";
import type { OpenedRun } from "../../core/generation/switching/runFile";
import type { SwitchedRun } from "../../core/generation/switching/run";
import type { RunBundle } from "../../core/experiment/runBundle";
import type { BranchContent, BranchesState } from "./branches.svelte";
import { ComparedText } from "./comparedText";
import type { ComparisonState, ImportedStatus } from "./comparison.svelte";
import type { DraftState } from "./draft.svelte";
import { ExportState, type Exported } from "./exporting.svelte";
import { ImportState } from "./importing.svelte";
import type { Comparer, FileReadWriter, RunOf } from "./lab";
import type { LinkState } from "./link.svelte";
import type { LinkedBranches } from "./linkedBranches";
import type { ModelChoice } from "./modelChoice.svelte";
import { textOf, type RecordingsState } from "./recordings.svelte";
import type { SampleFiles } from "./sample/files/sampleFiles.svelte";
import type { ReproductionState } from "./reproduction.svelte";
import { sameIds } from "./sameTexts";
import type { SettingsState } from "./settings.svelte";
import type { ShownState } from "./shown.svelte";
import { solutionText } from "./solutionText";
import { runSettings } from "./runSettings";
import type { StudyState } from "./study/study.svelte";
import type { SwitchingState } from "./switching/switching.svelte";
import type { TextsState } from "./texts.svelte";
import type { ViewState } from "./view.svelte";

interface Parts {
  lab: FileReadWriter & Pick<Comparer, "release">;
  files: PageFiles;
  settings: SettingsState;
  view: ViewState;
  link: LinkState;
  texts: TextsState;
  draft: DraftState;
  modelChoice: ModelChoice;
  recordings: RecordingsState;
  comparison: ComparisonState;
  branches: BranchesState;
  linkedBranches: LinkedBranches;
  reproduction: ReproductionState;
  shown: ShownState;
  switching: SwitchingState;
  switchReproduction: ReproductionState;
  study: Pick<StudyState, "take">;
  sampleFiles: () => SampleFiles;
  /** Ends whatever runs. */
  stop: () => void;
}

/** Comparisons that come out of files, and the shown one on its way into some. */
export class Files {
  readonly exporting: ExportState;
  readonly importing: ImportState;

  constructor(private readonly parts: Parts) {
    const { lab, files, settings } = parts;
    this.exporting = new ExportState({ lab, openSink: files.openSink, download: files.download });
    this.importing = new ImportState({
      lab,
      k: () => settings.get("k"),
      download: files.downloadText,
      openSample: (dropped) => parts.sampleFiles().open(dropped),
      showRun: (run, name) => this.showRun(run, name),
      showStudy: (study, name) => {
        parts.link.view = "switch";
        parts.study.take(study, name);
      },
      showBundle: (bundle, name) => this.showBundle(bundle, name),
      showDistributions: (...opened) => this.showDistributions(...opened),
    });
  }

  /** What of the shown comparison goes into files; undefined where there is none to its end. */
  get exported(): Exported | undefined {
    const { comparison, shown, texts, branches, recordings } = this.parts;
    const { text, seenAt, status } = comparison;
    if (text === undefined || text.count === 0 || !text.complete || status.type === "running")
      return undefined;
    const { prompt, chat } = shown.request ?? texts.request;
    // Notes are about the text as it was first shown, not about what became of it by hand.
    const annotations = branches.shown?.parent === undefined ? recordings.annotations : [];
    return { text, prompt, chat, ...seenAt, annotations, answer: recordings.answerTo(prompt) };
  }

  /** What of the answers in the Switch view goes into files; undefined where there are none, or they are being written. */
  get exportedRun(): SwitchedRun | undefined {
    const { switching } = this.parts;
    const written = Object.values(switching.answers).some(({ positions }) => positions.length > 0);
    return written && !switching.busy ? switching.run : undefined;
  }

  /** The link names results: they are fetched when the person says so. */
  offer(address: string): void {
    this.importing.offer(address);
    this.parts.settings.set("results", this.importing.offered ?? "");
  }

  /** Fetches the results that the link names. */
  async openOffered(): Promise<void> {
    const address = this.importing.offered ?? "";
    if (await this.importing.openOffered()) this.parts.settings.set("results", address);
  }

  /** Nothing is fetched, and the link no longer names it. */
  refuseOffered(): void {
    if (this.importing.offered !== undefined) this.parts.settings.set("results", "");
    this.importing.dismiss();
  }

  /** A run out of a file: its settings and its numbers, which no model of this page made, as they were seen. */
  private async showBundle(bundle: RunBundle, name: string): Promise<void> {
    const { settings, view, modelChoice, comparison, reproduction, recordings, shown } = this.parts;
    const { results, remarks, digest, ownDigest } = bundle;
    this.parts.stop();
    shown.abandon();
    const text = textOf({ events: recordingEvents(results) });
    const { link, notices } = readLink(bundle.link);
    const { prompt, temperature } = results.request;
    const k = Math.min(link.settings.k, results.request.k);
    settings.assign({ ...link.settings, recording: "", results: "", temperature, k });
    this.parts.link.notices = notices;
    this.parts.link.view = "compare";
    view.forget();
    const status: ImportedStatus = {
      ...{ type: "imported", name, whole: false, remarks },
      ...(ownDigest ? { ownDigest } : {}),
    };
    const content = { text, status, seenAt: { temperature, k: results.request.k } };
    comparison.show(content.text, content.status, content.seenAt);
    this.takeTexts(text, results.request);
    this.plant(content, results.request, link.settings);
    recordings.annotations = results.annotations;
    if (results.answer !== undefined) recordings.learn({ prompt, answer: results.answer });
    shown.fit(text.solution.length);
    reproduction.open(digest ?? link.digest);
    reproduction.settle();
    await modelChoice.replaceOthers();
  }

  /** A switched run out of a file: its settings and its answers, which no model of this page wrote. */
  private async showRun(
    { run, link: hash, digest, ownDigest, remarks }: OpenedRun,
    name: string,
  ): Promise<void> {
    const { settings, view, modelChoice, texts, comparison, recordings, branches } = this.parts;
    const { link: address, draft, shown, switching, switchReproduction } = this.parts;
    this.parts.stop();
    shown.abandon();
    const { link, notices } = readLink(hash);
    const models = hash === "" ? settings.all() : link.settings;
    const { modelA, modelB, device, dtype, dtypeB, revisionA, revisionB } = models;
    settings.assign({
      ...link.settings,
      ...{ modelA, modelB, device, dtype, dtypeB, revisionA, revisionB },
      ...runSettings(run),
      ...{ recording: "", results: "", solution: "", solutionIds: [], branches: [] },
    });
    address.notices = notices;
    address.view = "switch";
    view.forget();
    comparison.clear();
    branches.clear();
    recordings.annotations = [];
    texts.changed();
    draft.save({ open: false });
    switching.show(run, { type: "imported", name });
    this.importing.run = { name, remarks, ...(ownDigest ? { ownDigest } : {}) };
    switchReproduction.open(digest);
    switchReproduction.settle();
    await modelChoice.replaceOthers();
  }

  /** What a file shows, among the other versions of its text that its link names. */
  private plant(
    content: BranchContent,
    { prompt, chat }: Pick<TextRequest, "prompt" | "chat">,
    linked: Pick<Settings, "branches" | "solutionIds">,
  ): void {
    const { settings, branches, linkedBranches } = this.parts;
    const solutionIds = settings.get("solutionIds");
    const same = linked.branches.length > 0 && sameIds(linked.solutionIds, solutionIds);
    if (same) {
      settings.assign({ branches: linked.branches });
      linkedBranches.restore();
      branches.update(branches.current, content);
    } else branches.plant({ type: "text" }, { prompt, chat }, content);
    linkedBranches.note();
  }

  /** Distributions out of files: shown as they are read. */
  private async showDistributions(
    file: OpenedFile,
    run: RunOf<CompareEvent>,
    name: string,
    remarks: () => readonly FileRemark[],
  ): Promise<void> {
    const { settings, view, comparison, branches, reproduction, shown } = this.parts;
    this.parts.stop();
    shown.abandon();
    const { prompt, chat, temperature, k } = file;
    settings.assign({ recording: "", temperature, k: Math.min(k, SETTINGS.k.max) });
    this.parts.link.view = "compare";
    view.clear();
    reproduction.open(undefined);
    const started = startOf(run, (text) => this.takeTexts(text, { prompt, chat }));
    const end = await comparison.read(started, { temperature, k }, () => ({
      ...{ type: "imported", name, whole: file.whole, remarks: remarks() },
    }));
    const { text, seenAt, status } = comparison;
    if (end !== "finished" || text === undefined) return;
    branches.plant({ type: "text" }, { prompt, chat }, { text, status, seenAt });
  }

  /**
   * The fields hold the text of a file. Its ids count only where the chosen models are those that it names: to any
   * others they could mean other tokens.
   */
  private takeTexts(text: ComparedText, { prompt, chat }: Pick<TextRequest, "prompt" | "chat">): void {
    const { settings, texts, draft, recordings, shown } = this.parts;
    const own = text.a.id === settings.get("modelA") && text.b.id === settings.get("modelB");
    settings.assign({
      prompt,
      chat,
      solution: solutionText(text.solution),
      solutionIds: own ? text.ids : [],
      branches: [],
    });
    recordings.annotations = [];
    shown.request = texts.request;
    texts.changed();
    draft.save({ open: false });
  }
}

/** A run whose text is told before its numbers come. */
function startOf(run: RunOf<CompareEvent>, onStart: (text: ComparedText) => void): RunOf<CompareEvent> {
  async function* events(): AsyncGenerator<CompareEvent> {
    for await (const event of run) {
      if (event.type === "compare-start") onStart(ComparedText.begin(event));
      yield event;
    }
  }
  return { run: run.run, stop: () => run.stop(), [Symbol.asyncIterator]: events };
}
