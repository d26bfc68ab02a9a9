import { browserFiles, type PageFiles } from "../../client/browserFiles";
import type { EmbeddedModel } from "../../client/embedded";
import type { Side } from "../../contract/lab";
import type { Outcome } from "../../core/errors";
import { VIEWS, type View } from "../../core/config/link";
import type { ModelInfo, Token } from "../../core/model";
import { ApartState } from "./apart.svelte";
import { BranchesState } from "./branches.svelte";
import { Comparing } from "./comparing";
import { ComparisonState } from "./comparison.svelte";
import { comparedDigest, NO_DIGEST, switchedDigest } from "./digestSources";
import { DraftState } from "./draft.svelte";
import type { DraftStore, DraftText } from "./draftStore";
import { Examples } from "./examples";
import { FaultsState } from "./faults.svelte";
import { Files } from "./files";
import { HiddenControls } from "./hidden.svelte";
import { HubState, type HubParts } from "./hub.svelte";
import type { Lab } from "./lab";
import { LinkState, type AddressBar } from "./link.svelte";
import { LinkedBranches } from "./linkedBranches";
import { MixingState } from "./mixing/mixing.svelte";
import { ModelChoice } from "./modelChoice.svelte";
import { ModelsState } from "./models.svelte";
import { OwnText } from "./ownText";
import { RecordingsState, type RecordingShelf } from "./recordings.svelte";
import { ReproductionState } from "./reproduction.svelte";
import { SelfChecksState } from "./selfChecks.svelte";
import { SettingsState } from "./settings.svelte";
import { ShownState, type Source } from "./shown.svelte";
import { Solving } from "./solving";
import { exampleSettings } from "./switching/example";
import type { SamplePlaces } from "./sample/ports";
import { SampleFiles } from "./sample/files/sampleFiles.svelte";
import { Sampling } from "./sample/sampling";
import { NO_PLACES } from "./sample/noPlaces";
import { StudyState } from "./study/study.svelte";
import { NO_STUDIES, type StudyPlaces } from "./study/studyPlaces";
import { SwitchingState, type RunKeeper } from "./switching/switching.svelte";
import { TextsState } from "./texts.svelte";
import { ViewState } from "./view.svelte";
import { WaitingState, type Pending } from "./waiting.svelte";
import { WritingState } from "./writing.svelte";

/** What a session is given from outside. */
export interface SessionParts {
  lab: Lab;
  shelf: RecordingShelf;
  drafts: DraftStore;
  /** Where the last switched run is kept; nowhere where this is left out. */
  runs?: RunKeeper;
  bar: AddressBar;
  /** Files in and out of the page; the browser's own where this is left out. */
  files?: PageFiles;
  /** Where studies lie; nowhere where this is left out. */
  studies?: StudyPlaces;
  /** Where datasets come from and runs stay; nowhere where this is left out. */
  samples?: SamplePlaces;
  /** The models that can be loaded without a question. */
  embedded: () => Promise<Outcome<EmbeddedModel[]>>;
  /** Where all other models come from. */
  hub: HubParts;
}

/**
 * One visit: the concerns of the page, put together so that none needs to know who stands beside it, and the opening of
 * an address, which concerns them all.
 */
export class Session {
  readonly settings = new SettingsState();
  readonly view = new ViewState(this.settings);
  readonly hidden = new HiddenControls(this.settings);
  readonly hub: HubState;
  readonly link: LinkState;
  readonly models: ModelsState;
  /** What was asked for while the models were on their way. */
  readonly waiting: WaitingState;
  readonly faults: FaultsState;
  readonly selfChecks: SelfChecksState;
  /** Choosing, loading and replacing models, and their device. */
  readonly modelChoice: ModelChoice;

  readonly texts: TextsState;
  readonly draft: DraftState;
  readonly ownText: OwnText;
  readonly recordings: RecordingsState;
  readonly examples: Examples;
  readonly files: Files;

  readonly comparison: ComparisonState;
  readonly writing: WritingState;
  /** Both models where their tokenizers differ. */
  readonly apart: ApartState;
  readonly branches: BranchesState;
  readonly shown: ShownState;
  readonly comparing: Comparing;
  readonly solving: Solving;
  readonly reproduction: ReproductionState;
  /** The same of the Switch view. */
  readonly switchReproduction: ReproductionState;
  private readonly reproductions: Record<View, ReproductionState>;
  /** An answer drawn from a mixture of the models, beside switching. */
  readonly mixing: MixingState;

  /** Answers that one model begins and the other takes over. */
  readonly switching: SwitchingState;

  /** Many problems, each answered in many ways. */
  readonly study: StudyState;

  /** Datasets, tasks, and the answers to many questions. */
  readonly sampling: Sampling;
  /** What of them comes out of files, and goes into some. */
  readonly sampleFiles: SampleFiles;

  /** What the address names is on its way. */
  opening = $state(true);

  private readonly linkedBranches: LinkedBranches;

  constructor(parts: SessionParts) {
    const { lab, embedded } = parts;
    this.link = new LinkState(this.settings, parts.bar, (of) => this.reproductionOf(of).linked);
    this.hub = new HubState(parts.hub);
    this.models = new ModelsState(lab, () => this.loseLab());
    this.waiting = new WaitingState(this.models, () => this.faults.insist());
    this.recordings = new RecordingsState(parts.shelf);
    this.comparison = new ComparisonState(lab);
    this.writing = new WritingState(lab);
    this.apart = new ApartState(lab);
    this.branches = new BranchesState(({ status, text }) => {
      if (status.type !== "recorded") void lab.release(text.run);
    });
    this.texts = new TextsState({
      settings: this.settings,
      models: this.models,
      tokenizer: lab,
      onEdited: () => this.textsEdited(),
      onChanged: () => this.textsChanged(),
    });

    const { settings, view, hub, link, models, waiting, texts, recordings } = this;
    const house = { settings, view, link, models, waiting, texts, recordings };
    const { comparison, writing, apart, branches } = this;
    this.linkedBranches = new LinkedBranches({ ...house, branches, tokenizer: lab });
    this.shown = new ShownState({ ...house, comparison, writing, apart });
    this.draft = new DraftState({
      settings,
      texts,
      store: parts.drafts,
      beforeSaving: () => this.linkedBranches.note(),
    });
    this.mixing = new MixingState({
      settings,
      models,
      lab,
      offered: () => this.modelChoice.offered,
      opening: () => this.opening,
      busy: () => this.switching.busy || waiting.pending !== undefined,
    });
    this.switching = new SwitchingState({
      ...{ settings, models, waiting, texts, lab },
      runs: parts.runs,
    });
    this.study = new StudyState({
      settings,
      models,
      lab,
      places: parts.studies ?? NO_STUDIES,
      onMissing: () => this.faults.insist(),
      clock: () => performance.now(),
    });
    this.sampling = new Sampling({
      ...{ settings, models, lab },
      places: parts.samples ?? NO_PLACES,
      download: (...file) => (parts.files ?? browserFiles).download(...file),
      onMissing: () => this.faults.insist(),
      clock: () => performance.now(),
      now: () => new Date().toISOString(),
    });
    this.faults = new FaultsState(models, {
      missing: () => waiting.missing,
      draftsKept: () => this.draft.kept,
    });
    this.selfChecks = new SelfChecksState(models, lab);
    const { switching } = this;
    const upToDate = () => this.upToDate;
    this.reproduction = new ReproductionState(comparedDigest({ settings, comparison, upToDate }));
    this.switchReproduction = new ReproductionState(switchedDigest({ settings, switching }));

    const { linkedBranches, shown, draft, reproduction, switchReproduction } = this;
    this.reproductions = {
      compare: reproduction,
      switch: switchReproduction,
      sample: new ReproductionState(NO_DIGEST),
    };
    const compared = { comparison, writing, apart, branches, linkedBranches, shown, draft, reproduction };
    const stop = () => {
      this.stop();
      this.switching.stop();
    };
    const control = { stop, goLive: () => this.goLive() };
    const all = { ...house, ...compared, ...control };
    this.comparing = new Comparing(all);
    this.solving = new Solving({ ...all, comparing: this.comparing });
    this.modelChoice = new ModelChoice({ ...all, hub, embedded });
    this.ownText = new OwnText(all);
    const { modelChoice, ownText } = this;
    this.examples = new Examples({ ...all, modelChoice, ownText });
    const files = parts.files ?? browserFiles;
    this.files = new Files({
      ...all,
      modelChoice,
      switching,
      switchReproduction,
      study: this.study,
      sampleFiles: () => this.sampleFiles,
      lab,
      files,
    });
    this.sampleFiles = new SampleFiles({
      ...{ lab, files, settings, link, models, modelChoice },
      sampling: this.sampling,
      exporting: this.files.exporting,
      now: () => new Date().toISOString(),
    });
  }

  /** Whether something runs that Stop would end. */
  get busy(): boolean {
    return this.shown.busy || this.mixing.busy;
  }

  get upToDate(): boolean {
    return this.shown.upToDate;
  }

  get source(): Source | undefined {
    return this.link.view === "switch" ? this.switching.source : this.shown.source;
  }

  /** Whether what the opened link says of a view's result came out here too. */
  reproductionOf(view: View): ReproductionState {
    return this.reproductions[view];
  }

  /** The model of a file that made a side's shown numbers, and the file's name; undefined where a model here did. */
  ofFile(side: Side): { info: ModelInfo; name: string } | undefined {
    if (this.link.view !== "switch") return this.shown.ofFile(side);
    const { from, begun } = this.switching;
    return from?.type === "imported" && begun ? { info: begun[side], name: from.name } : undefined;
  }

  get pending(): Pending | undefined {
    return this.waiting.pending;
  }

  loadModels(): Promise<void> {
    return this.modelChoice.load();
  }

  openExample(id: string): Promise<void> {
    return this.examples.open(id);
  }

  compare(): Promise<void> {
    return this.comparing.compare();
  }

  writeWith(writer: Side): Promise<void> {
    return this.solving.write(writer);
  }

  force(position: number, token: Token): Promise<void> {
    return this.solving.force(position, token);
  }

  /** Opens what the address says, else the person's draft, else the first example; then loads the models. */
  async open(): Promise<void> {
    await this.openAddress();
    await this.loadModels();
  }

  /** The address has changed: another view of what stands, or something else to open. */
  async followAddress(): Promise<void> {
    if (this.opening || !this.link.turn()) return this.openAddress();
    await this.enterView();
  }

  /** Turns to a view of what stands, as its tab does; the address follows. */
  async turn(view: View): Promise<void> {
    if (this.link.view === view) return;
    this.link.view = view;
    await this.enterView();
  }

  private async enterView(): Promise<void> {
    if (this.link.view === "switch") this.enterSwitch();
    else if (this.link.view === "sample") return;
    else if (this.texts.whole && this.comparison.text === undefined) await this.comparing.compare();
    else if (this.models.ready) await this.goLive();
  }

  /** Opens what the address says now, as a visit that begins with it would. */
  async openAddress(): Promise<void> {
    this.opening = true;
    const { texts, comparison, recordings } = this;
    const { text: before } = comparison;
    const { given, digest } = this.link.read();
    const switches = this.link.view === "switch";
    if (switches && !given.has("prompt") && !given.has("recording"))
      this.settings.assign(exampleSettings(given));
    const { results, recording, prompt, solution, solutionIds } = this.settings.all();
    for (const view of VIEWS) this.reproductionOf(view).open(view === this.link.view ? digest : undefined);
    this.view.forget();
    texts.replaced = {};
    const draft = this.draft.recall();
    const listing = recordings.list();
    const solved = solution !== "" || solutionIds.length > 0;
    let opened = true;
    if (recording !== "") opened = await this.examples.openLinked(recording);
    else if (prompt !== "" || solved) {
      this.ownText.show({ elseBranchesOf: given.has("branches") ? undefined : draft });
      if (prompt === "") texts.problems = [{ type: "link-without-prompt", field: "prompt" }];
    } else if (draft?.open && holdsText(draft)) this.ownText.open();
    else opened = false;
    // What the address before it named goes, but not what was opened meanwhile.
    if (!opened && comparison.text === before) this.ownText.showNothing();
    await listing;
    const { failure } = recordings;
    for (const { id } of recordings.titles) {
      if (opened || comparison.text !== undefined || this.pending !== undefined) break;
      opened = await this.examples.openLinked(id);
    }
    recordings.failure ??= failure;
    this.files.offer(results);
    for (const view of VIEWS) this.reproductionOf(view).settle();
    this.opening = false;
    if (switches) this.enterSwitch();
    await this.modelChoice.replaceOthers();
    if (this.models.ready) await this.goLive();
  }

  /** The answers of the Switch view, as the settings ask for them. */
  private enterSwitch(): void {
    const { switching } = this;
    if (switching.made === undefined ? switching.recall() : switching.answersWanted) switching.follow();
    else void switching.write();
  }

  /** Ends whatever runs; what has arrived stays. */
  stop(): void {
    this.waiting.pending = undefined;
    this.shown.stop();
    // What it waits to write is still wanted when the models come.
    if (this.mixing.busy) this.mixing.stop();
  }

  /** What waited for the models comes first; then those that were not checked yet are. */
  private async goLive(): Promise<void> {
    this.study.goLive();
    this.sampling.runs.goLive();
    await this.doWhatWaited();
    this.selfChecks.checkNew();
  }

  /** Does what waited for the models, or replaces recorded numbers by live ones. */
  private async doWhatWaited(): Promise<void> {
    this.texts.count();
    void this.linkedBranches.name();
    if (this.writing.writing || !this.waiting.over) return;
    const wish = this.waiting.take();
    switch (wish?.type) {
      case undefined:
        return this.comparing.replaceRecorded();
      case "write":
        return this.solving.write(wish.writer);
      case "force":
        return this.solving.force(wish.position, wish.token);
      case "compare":
        return this.comparing.compare();
      case "switch":
        return this.switching.write();
      case "compare-written":
        return this.comparing.run(wish.onCompared);
      default:
        wish satisfies never;
    }
  }

  /** The lab ended by itself and another took its place: what is shown stays, what it kept is gone. */
  private loseLab(): void {
    this.comparison.forget();
    this.texts.count();
  }

  /** The person's own hand changed the texts. */
  private textsEdited(): void {
    this.writing.stop();
    this.draft.save({ open: true });
  }

  /** What was asked or shown of the texts before no longer stands. */
  private textsChanged(): void {
    this.waiting.forget();
    this.shown.textsChanged();
    this.linkedBranches.note();
  }
}

function holdsText({ prompt, solution, solutionIds }: DraftText): boolean {
  return prompt !== "" || solution !== "" || solutionIds.length > 0;
}
