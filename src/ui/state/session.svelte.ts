import type { Side, WriteRequest } from "../../contract/lab";
import { browserFiles, type PageFiles } from "../../client/browserFiles";
import type { EmbeddedModel } from "../../client/embedded";
import type { OpenedFile } from "../../contract/files";
import { formatDigest } from "../../core/compare/digest";
import type { CompareEvent, CompareRequest, TextRequest } from "../../core/compare/events";
import { recordingEvents } from "../../core/compare/recording";
import { unfoldTree } from "../../core/config/branchTree";
import { readLink, wellFormed } from "../../core/config/link";
import { MAX_TEXT_LENGTH } from "../../core/config/limits";
import { SETTINGS, type Settings } from "../../core/config/settings";
import type { RunBundle } from "../../core/experiment/runBundle";
import { vocabularyMismatch } from "../../core/compare/comparison";
import type { Failure, Outcome } from "../../core/errors";
import type { Token, TokenId } from "../../core/model";
import { strings } from "../strings";
import { ApartState } from "./apart.svelte";
import { BranchesState, type BranchContent, type NotForced, type Origin } from "./branches.svelte";
import { ComparedText } from "./comparedText";
import { ComparisonState, type ComparisonEnd } from "./comparison.svelte";
import { CountsState } from "./counts.svelte";
import { draftOf, settingsOfDraft, type DraftStore, type DraftText } from "./draftStore";
import { ExportState, type Exported } from "./exporting.svelte";
import { FaultsState } from "./faults.svelte";
import { HiddenControls } from "./hidden.svelte";
import { HubState, wantedDtype, type HubParts } from "./hub.svelte";
import type { Lab, RunOf } from "./lab";
import { ImportState } from "./importing.svelte";
import { LinkState, type AddressBar } from "./link.svelte";
import { ModelsState } from "./models.svelte";
import {
  RecordingsState,
  type Annotation,
  type OpenedRecording,
  type RecordingShelf,
} from "./recordings.svelte";
import { ReproductionState } from "./reproduction.svelte";
import { SelfChecksState } from "./selfChecks.svelte";
import { SettingsState } from "./settings.svelte";
import { sameIds, sameTexts } from "./sameTexts";
import { solutionText } from "./solutionText";
import { comparisonProblems, promptProblems, type Field, type TextProblem } from "./textProblems";
import { ViewState } from "./view.svelte";
import { WritingState } from "./writing.svelte";

const MODEL_SETTING = { a: "modelA", b: "modelB" } as const satisfies Record<Side, keyof Settings>;

const REVISION_SETTING = { a: "revisionA", b: "revisionB" } as const satisfies Record<Side, keyof Settings>;

/** What a session is given from outside. */
export interface SessionParts {
  lab: Lab;
  shelf: RecordingShelf;
  drafts: DraftStore;
  bar: AddressBar;
  /** Files in and out of the page; the browser's own where this is left out. */
  files?: PageFiles;
  /** The models that can be loaded without a question. */
  embedded: () => Promise<Outcome<EmbeddedModel[]>>;
  /** Where all other models come from. */
  hub: HubParts;
}

/** What was asked for while the models were still on their way; it is done as soon as those it needs are ready. */
export type Pending =
  | { type: "compare" }
  | { type: "write"; writer: Side }
  | { type: "force"; position: number; token: Token; writer: Side }
  | { type: "compare-written"; waitsFor: Side; onCompared: (content: BranchContent) => void };

/**
 * Where the shown numbers come from. "kept": they were computed here and are right, but the lab or a model that made
 * them is no longer there.
 */
export type Source = "recorded" | "imported" | "running" | "live" | "kept" | "waiting";

/** One visit: the concerns of the page and the few things that concern several of them at once. */
export class Session {
  readonly settings = new SettingsState();
  readonly view = new ViewState(this.settings);
  readonly hidden = new HiddenControls(this.settings);
  readonly hub: HubState;
  readonly link: LinkState;
  readonly models: ModelsState;
  readonly recordings: RecordingsState;
  readonly comparison: ComparisonState;
  readonly writing: WritingState;
  readonly counts: CountsState;
  readonly branches: BranchesState;
  readonly faults: FaultsState;
  readonly selfChecks: SelfChecksState;
  /** Both models where their tokenizers differ. */
  readonly apart: ApartState;
  readonly reproduction: ReproductionState;
  readonly exporting: ExportState;
  readonly importing: ImportState;

  /** The models that can be chosen for either side. */
  offered: readonly EmbeddedModel[] = $state.raw([]);
  /** What the address names is on its way. */
  opening = $state(true);
  pending: Pending | undefined = $state.raw();
  /** What keeps the text from being compared, since it was last tried. */
  problems: readonly TextProblem[] = $state.raw([]);
  /** The models that were missing, and not on their way, when something was last asked of them. */
  missing: readonly Side[] = $state.raw([]);
  /** Characters of each field that had to be replaced because they were half of one. */
  replaced: Partial<Record<Field, number>> = $state.raw({});
  /** The person's own text, to come back to from an example. */
  hasDraft = $state(false);
  /** Whether the browser keeps drafts. */
  draftsKept = $state(true);
  /** A text of the person's own that work on an example would have replaced. */
  aside: DraftText | undefined = $state.raw();
  /** The solution that writing or forcing took the place of and that was never compared. */
  overwritten: { solution: string; solutionIds: readonly TokenId[] } | undefined = $state.raw();

  /** What came of forcing a token, where it made no new version. */
  notForced: NotForced | undefined = $state.raw();

  constructor(private readonly parts: SessionParts) {
    const { lab, shelf, bar } = parts;
    this.link = new LinkState(this.settings, bar, () => this.reproduction.linked);
    this.hub = new HubState(parts.hub);
    this.models = new ModelsState(lab, () => this.loseLab());
    this.faults = new FaultsState(this.models, {
      missing: () => this.missing,
      draftsKept: () => this.draftsKept,
    });
    this.selfChecks = new SelfChecksState(this.models, lab);
    this.apart = new ApartState(lab);
    this.recordings = new RecordingsState(shelf);
    this.comparison = new ComparisonState(lab);
    this.reproduction = new ReproductionState({
      settings: this.settings,
      comparison: this.comparison,
      upToDate: () => this.upToDate,
    });
    const files = parts.files ?? browserFiles;
    this.exporting = new ExportState({ lab, openSink: files.openSink, download: files.download });
    this.importing = new ImportState({
      lab,
      k: () => this.settings.get("k"),
      download: files.downloadText,
      showBundle: (bundle, name) => this.showBundle(bundle, name),
      showDistributions: (file, run, name) => this.showDistributions(file, run, name),
    });
    this.writing = new WritingState(lab);
    this.counts = new CountsState(lab);
    this.branches = new BranchesState(({ status, text }) => {
      if (status.type !== "recorded") void lab.release(text.run);
    });
  }

  /** Whether something runs that Stop would end. */
  get busy(): boolean {
    return this.writing.writing || this.comparison.status.type === "running" || this.apart.busy;
  }

  /** Why the two loaded models cannot be compared token by token, where their tokenizers differ. */
  get mismatch(): Failure | undefined {
    const [a, b] = [this.models.a.state, this.models.b.state];
    return a.phase === "ready" && b.phase === "ready" ? vocabularyMismatch(a.info, b.info) : undefined;
  }

  /** Whether what is shown is what the fields hold. */
  get upToDate(): boolean {
    const { compared } = this;
    if (this.mismatch && this.comparison.status.type !== "imported")
      return this.apart.shows(this.settings.all());
    return this.comparison.text !== undefined && compared !== undefined && sameTexts(compared, this.texts());
  }

  /** Where the shown numbers come from; undefined where there are none and none are on their way. */
  get source(): Source | undefined {
    const { comparison, models } = this;
    if (comparison.status.type === "imported") return "imported";
    if (this.mismatch) return this.apart.source;
    if (comparison.status.type === "recorded") return "recorded";
    if (comparison.status.type === "running") return "running";
    if (comparison.text === undefined) return this.pending === undefined ? undefined : "waiting";
    if (models.ready && !comparison.onPageOnly) return "live";
    return comparison.silent ? "running" : "kept";
  }

  /** What a model is writing, or wrote and waits to be compared: tokens without numbers. */
  get written(): Pick<WritingState, "prompt" | "solution"> | undefined {
    const { writing, comparison } = this;
    const { type } = writing.status;
    const stands = type === "written" || (type === "failed" && writing.solution.length > 0);
    const waits = stands && comparison.text === undefined;
    return writing.writing || waits ? writing : undefined;
  }

  /** Whether the solution was written for another prompt than the one it stands under. */
  get answersAnother(): boolean {
    const { answered, settings } = this;
    if (answered === undefined || answered.solution === "") return false;
    return settings.get("solution") === answered.solution && settings.get("prompt") !== answered.prompt;
  }

  /** The last solution that was written for a prompt: an example's, or a model's. */
  private answered: { prompt: string; solution: string } | undefined = $state.raw();

  private solutionAnswers(prompt: string): void {
    this.answered = { prompt, solution: this.settings.get("solution") };
  }

  /** The texts that the shown comparison was asked for. */
  private compared: TextRequest | undefined = $state.raw();
  /** The last comparison that failed, and what was to become of it. */
  private unfinished: { texts: TextRequest; onCompared: (content: BranchContent) => void } | undefined;

  /** Opens what the address says, else the person's draft, else the first example; then loads the models. */
  async open(): Promise<void> {
    await this.openAddress();
    await this.loadModels();
  }

  /** Opens what the address says now, as a visit that begins with it would. */
  async openAddress(): Promise<void> {
    this.opening = true;
    const { text: before } = this.comparison;
    const { given, digest } = this.link.read();
    const { results, recording, prompt, solution, solutionIds } = this.settings.all();
    this.reproduction.open(digest);
    this.view.forget();
    this.replaced = {};
    const draft = this.parts.drafts.load();
    this.hasDraft = draft !== undefined;
    this.aside = draft?.aside;
    const listing = this.recordings.list();
    const solved = solution !== "" || solutionIds.length > 0;
    let opened = true;
    if (recording !== "") opened = await this.showExample(recording, true);
    else if (prompt !== "" || solved) {
      this.showOwnText({ elseBranchesOf: given.has("branches") ? undefined : draft });
      if (prompt === "") this.problems = [{ type: "link-without-prompt", field: "prompt" }];
    } else if (draft?.open && holdsText(draft)) this.openDraft();
    else opened = false;
    // What the address before it named goes, but not what was opened meanwhile.
    if (!opened && this.comparison.text === before) this.showNothing();
    await listing;
    const { failure } = this.recordings;
    for (const { id } of this.recordings.titles) {
      if (opened || this.comparison.text !== undefined || this.pending !== undefined) break;
      opened = await this.showExample(id, true);
    }
    this.recordings.failure ??= failure;
    this.offerResults(results);
    this.reproduction.settle();
    this.opening = false;
    await this.replaceOthers();
    if (this.models.ready) await this.goLive();
  }

  /**
   * The texts of the fields are the person's own: nothing is shown of them until they are compared.
   *
   * @param elseBranchesOf brings the text's other versions where they are too long for a link
   */
  private showOwnText({ elseBranchesOf: draft }: { elseBranchesOf?: DraftText | undefined } = {}): void {
    this.abandon();
    this.recordings.annotations = [];
    this.comparison.clear();
    if (draft && this.isDraft(draft)) this.settings.assign({ branches: settingsOfDraft(draft).branches });
    this.restoreBranches();
    this.textChanged();
    const { prompt, solution } = this.measurements();
    const solved = solution !== "" || this.settings.get("solutionIds").length > 0;
    if (prompt !== "" && solved) this.pending = { type: "compare" };
  }

  /** Neither a text nor anything that came of one. */
  private showNothing(): void {
    this.abandon();
    this.recordings.annotations = [];
    this.comparison.clear();
    this.apart.clear();
    this.branches.clear();
    this.textChanged();
  }

  /** The versions of the solution that the settings hold, without numbers. */
  private restoreBranches(): void {
    const { branches: tree, solutionIds, prompt, chat } = this.settings.all();
    const whole = unfoldTree(tree, solutionIds) ?? [];
    const shown = tree.findIndex(({ ids }) => ids === undefined);
    if (whole.length === 0) this.branches.clear();
    else this.branches.restore({ prompt, chat }, whole, shown);
  }

  /** How the tokens look that a link or a draft named by their ids. */
  private async nameBranches(): Promise<void> {
    const { unnamed } = this.branches;
    const info = [this.models.a, this.models.b].flatMap(({ state }) =>
      state.phase === "ready" ? [state.info] : [],
    )[0];
    const ids = unnamed.filter((id) => info && id < info.vocabSize);
    if (ids.length === 0) return;
    const outcome = await this.parts.lab.tokenize({ prompt: "", chat: false, solution: { ids } });
    if (outcome.ok && this.branches.unnamed === unnamed) this.branches.name(outcome.value.solution);
  }

  /** Puts the versions of the fields' solution into the settings, and so into the link. */
  private noteBranches(): void {
    const { branches, settings } = this;
    const tree = this.fieldsHoldBranch(settings.get("solutionIds")) ? branches.tree : [];
    if (tree.length > 0 || settings.get("branches").length > 0) settings.set("branches", tree);
  }

  /** Whether the fields hold the question and these tokens of the branch that is shown or chosen to be. */
  private fieldsHoldBranch(ids: readonly TokenId[]): boolean {
    const { question, shown } = this.branches;
    const { prompt, chat } = this.texts();
    return question.prompt === prompt && question.chat === chat && !!shown && sameIds(shown.ids, ids);
  }

  /** Loads the models that the settings name. */
  async loadModels(): Promise<void> {
    await Promise.all([this.loadModel("a"), this.loadModel("b")]);
    await this.goLive();
  }

  private async loadModel(side: Side): Promise<void> {
    this.apart.clear();
    const id = this.settings.get(MODEL_SETTING[side]);
    const offered = await this.parts.embedded();
    if (!offered.ok) return this.models.fail(side, offered.failure);
    this.offered = offered.value;
    const model = offered.value.find((candidate) => candidate.id === id);
    if (model === undefined && HubState.names(this.settings.all(), side)) return this.loadOther(side);
    if (model === undefined) {
      const ids = offered.value.map((candidate) => candidate.id);
      return this.models.fail(side, { code: "model-missing", ...strings.models.unknown(id, ids) });
    }
    const device = this.settings.get("device");
    await this.models.load(side, { ...model, spec: { ...model.spec, device } });
    this.resumeWriting();
  }

  /** A model of the Hub or from disk: once the person has said so, or where it is stored. */
  private async loadOther(side: Side): Promise<void> {
    const settings = this.settings.all();
    const wants = HubState.names(settings, side);
    const outcome = await this.hub.loadable(settings, side);
    if (settings[MODEL_SETTING[side]] !== this.settings.get(MODEL_SETTING[side])) return; // another was chosen since
    if (outcome?.ok === false) return this.models.fail(side, outcome.failure);
    if (outcome === undefined) {
      if (wants) this.models.wait(side, wants);
      void this.hub.prepare();
      return;
    }
    if (!(await this.models.load(side, outcome.value))) return;
    this.resumeWriting();
  }

  /** Writing waits for its writer only. */
  private resumeWriting(): void {
    this.count();
    if (this.pending?.type === "write" || this.pending?.type === "force") void this.goLive();
  }

  /** The lab ended by itself and another took its place: what is shown stays, what it kept is gone. */
  private loseLab(): void {
    this.comparison.forget();
    this.count();
  }

  /** Whether a text stands there that other models are to read as well. */
  private get showsText(): boolean {
    return this.comparison.text !== undefined || this.written !== undefined || this.apart.text !== undefined;
  }

  /** Another model for a side; the text that is shown is compared anew, as the person's own. */
  async chooseModel(side: Side, id: string): Promise<void> {
    if (HubState.names(this.settings.all(), side)) {
      return this.chooseModels({ [MODEL_SETTING[side]]: id, [REVISION_SETTING[side]]: "" });
    }
    const wanted = this.showsText;
    this.stop();
    this.settings.assign({ [MODEL_SETTING[side]]: id, recording: "" });
    this.ownTextChanged();
    if (wanted) this.pending = { type: "compare" };
    await this.loadModel(side);
    await this.goLive();
  }

  /** One of the page's own for a side whose model cannot be had. */
  replaceModel(side: Side, id: string): Promise<void> {
    return this.chooseModels({ [MODEL_SETTING[side]]: id, [REVISION_SETTING[side]]: "" });
  }

  /** Other models, or other formats of them; the text that is shown is compared anew, as the person's own. */
  async chooseModels(settings: Partial<Settings>): Promise<void> {
    const wanted = this.showsText;
    this.stop();
    this.settings.assign({ ...settings, recording: "" });
    // Ids of the tokenizer before mean nothing to another: the text is what goes on.
    if (this.settings.get("solution") !== "") this.settings.assign({ solutionIds: [], branches: [] });
    this.ownTextChanged();
    if (wanted) this.pending = { type: "compare" };
    await this.replaceOthers();
    await this.goLive();
  }

  /** Both models on another device; the text that is shown is compared anew. */
  async chooseDevice(device: Settings["device"]): Promise<void> {
    const { pending, comparison } = this;
    const computed =
      this.apart.text !== undefined ||
      (comparison.text !== undefined && comparison.status.type !== "recorded");
    this.stop();
    this.settings.set("device", device);
    this.pending = pending ?? (computed && this.upToDate ? { type: "compare" } : undefined);
    await this.loadModels();
  }

  async reload(side: Side): Promise<void> {
    if (this.models[side].model === undefined) await this.loadModel(side);
    else await this.models.reload(side);
    this.resumeWriting();
    await this.goLive();
  }

  /** Shows an example at once. */
  async openExample(id: string): Promise<void> {
    await this.showExample(id);
  }

  /** Whether there is such an example. Chosen and pinned tokens are kept where the link brought them. */
  private async showExample(id: string, fromLink = false): Promise<boolean> {
    const recording = await this.recordings.open(id);
    if (recording === undefined) return false;
    this.abandon();
    if (fromLink && (await this.namesOtherPair(recording))) {
      this.showTextOf(recording);
      return true;
    }
    this.showRecording(id, recording);
    if (!fromLink) {
      const { a, b } = textOf(recording);
      this.settings.assign({ modelA: a.id, modelB: b.id });
      this.view.clear();
      this.saveDraft({ open: false });
    }
    this.fit(this.comparison.text?.solution.length ?? 0);
    await this.replaceOthers();
    if (this.models.ready) await this.goLive();
    return true;
  }

  /** Lets go of what lies beyond a text of this length. */
  private fit(length: number): void {
    this.link.fit(this.view.fit(length), length);
  }

  /** Loads what the settings name on each side that holds another model, or holds it elsewhere. */
  private async replaceOthers(): Promise<void> {
    const others = (["a", "b"] as const).filter((side) => this.isOther(side));
    await Promise.all(others.map((side) => this.loadModel(side)));
  }

  /** Whether the settings name models that can be loaded and that the recording was not made with. */
  private async namesOtherPair(recording: OpenedRecording): Promise<boolean> {
    const { a, b } = textOf(recording);
    const ids = [this.settings.get("modelA"), this.settings.get("modelB")];
    if (ids[0] === a.id && ids[1] === b.id) return false;
    const offered = await this.parts.embedded();
    const others = (["a", "b"] as const).map(
      (side) => HubState.names(this.settings.all(), side) !== undefined,
    );
    return offered.ok && ids.every((id, at) => others[at] || offered.value.some((model) => model.id === id));
  }

  /** The text of an example for another pair of models: its numbers are not theirs, so it waits for them. */
  private showTextOf(recording: OpenedRecording): void {
    const text = textOf(recording);
    this.settings.assign({
      recording: "",
      prompt: recording.prompt,
      chat: recording.chat,
      solution: solutionText(text.solution),
      solutionIds: text.ids,
      branches: [],
    });
    this.solutionAnswers(recording.prompt);
    this.showOwnText();
  }

  /** Whether a side's place holds another model than the settings name, or holds it on another device. */
  private isOther(side: Side): boolean {
    const { model, state } = this.models[side];
    if (model === undefined) return state.phase === "waiting" || state.phase === "failed";
    const settings = this.settings.all();
    if (model.id !== settings[MODEL_SETTING[side]] || model.spec.device !== settings.device) return true;
    const wants = HubState.names(settings, side);
    if (wants === undefined) return false;
    const dtype = wantedDtype(settings, side);
    const { hub } = model.spec;
    const revisionDiffers =
      wants.type === "hub" && hub && ![hub.revision, hub.commit].includes(wants.revision);
    const wantedFormat = dtype === "auto" ? this.hub.automatic(settings, side) : dtype;
    return revisionDiffers === true || (wantedFormat !== undefined && wantedFormat !== model.spec.dtype);
  }

  private showRecording(id: string, recording: OpenedRecording): void {
    const text = textOf(recording);
    const seenAt = { temperature: recording.temperature, k: recording.k };
    this.settings.assign({
      recording: id,
      prompt: recording.prompt,
      chat: recording.chat,
      solution: solutionText(text.solution),
      solutionIds: text.ids,
    });
    this.solutionAnswers(recording.prompt);
    this.recordings.annotations = recording.annotations;
    this.comparison.show(text, { type: "recorded" }, seenAt);
    const { prompt, chat } = recording;
    this.branches.plant({ type: "text" }, { prompt, chat }, { text, status: { type: "recorded" }, seenAt });
    this.compared = this.texts();
    this.textChanged();
  }

  /** What of the shown comparison goes into files; undefined where there is none to its end. */
  get exported(): Exported | undefined {
    const { text, seenAt, status } = this.comparison;
    if (text === undefined || text.count === 0 || !text.complete || status.type === "running")
      return undefined;
    const request = this.compared ?? this.texts();
    return { text, prompt: request.prompt, chat: request.chat, ...seenAt };
  }

  /** The digest that a run bundle carries. */
  get exportedDigest(): string | undefined {
    const digest = this.reproduction.linked;
    return digest && formatDigest(digest);
  }

  /** The link names results: they are fetched when the person says so. */
  private offerResults(address: string): void {
    this.importing.offer(address);
    this.settings.set("results", this.importing.offered ?? "");
  }

  /** Fetches the results that the link names. */
  async openOffered(): Promise<void> {
    const address = this.importing.offered ?? "";
    if (await this.importing.openOffered()) this.settings.set("results", address);
  }

  /** Nothing is fetched, and the link no longer names it. */
  refuseOffered(): void {
    if (this.importing.offered !== undefined) this.settings.set("results", "");
    this.importing.dismiss();
  }

  /** A run out of a file: its settings and its numbers, which no model of this page made. */
  private async showBundle({ link: hash, results }: RunBundle, name: string): Promise<void> {
    this.stop();
    this.abandon();
    const events = recordingEvents(results);
    const text = textOf({ ...results.request, annotations: [], events });
    const { link, notices } = readLink(hash);
    const { temperature, k } = results.request;
    this.settings.assign({ ...link.settings, recording: "", results: "", temperature, k });
    this.link.notices = notices;
    this.view.clear();
    const status = { type: "imported", name, whole: false } as const;
    const seenAt = { temperature, k };
    this.comparison.show(text, status, seenAt);
    this.takeTexts(text, results.request);
    this.branches.plant({ type: "text" }, results.request, { text, status, seenAt });
    this.noteBranches();
    this.fit(text.solution.length);
    this.reproduction.open(link.digest);
    this.reproduction.settle();
    await this.replaceOthers();
  }

  /** Distributions out of files: shown as they are read. */
  private async showDistributions(file: OpenedFile, run: RunOf<CompareEvent>, name: string): Promise<void> {
    this.stop();
    this.abandon();
    const { prompt, chat, temperature, k } = file;
    this.settings.assign({ recording: "", temperature, k: Math.min(k, SETTINGS.k.max) });
    this.view.clear();
    this.reproduction.open(undefined);
    const status = { type: "imported", name, whole: file.whole } as const;
    const started = startOf(run, (text) => this.takeTexts(text, { prompt, chat }));
    const end = await this.comparison.read(started, { temperature, k }, status);
    const { text, seenAt } = this.comparison;
    if (end !== "finished" || text === undefined) return;
    this.branches.plant({ type: "text" }, { prompt, chat }, { text, status, seenAt });
  }

  /**
   * The fields hold the text of a file. Its ids count only where the chosen models are those that it names: to any
   * others they could mean other tokens.
   */
  private takeTexts(text: ComparedText, { prompt, chat }: Pick<TextRequest, "prompt" | "chat">): void {
    const { settings } = this;
    const own = text.a.id === settings.get("modelA") && text.b.id === settings.get("modelB");
    settings.assign({
      prompt,
      chat,
      solution: solutionText(text.solution),
      solutionIds: own ? text.ids : [],
      branches: [],
    });
    this.recordings.annotations = [];
    this.compared = this.texts();
    this.textChanged();
    this.saveDraft({ open: false });
  }

  /** The person's own text again, as they left it. */
  openDraft(): void {
    const draft = this.parts.drafts.load();
    if (draft === undefined) return;
    this.abandon();
    this.settings.assign({ ...settingsOfDraft(draft), recording: "" });
    this.showOwnText();
    this.view.clear();
    this.saveDraft({ open: true });
    if (this.models.ready) void this.goLive();
  }

  /** An empty text to begin the person's own with. */
  beginOwnText(): void {
    this.settings.assign({
      recording: "",
      prompt: "",
      solution: "",
      solutionIds: [],
      branches: [],
      chat: SETTINGS.chat.default,
    });
    this.view.clear();
    this.showNothing();
  }

  /** A text longer than the page takes was typed or pasted: nothing is done with it, and the field stays as it was. */
  refuse(field: Field, length: number): void {
    const others = this.problems.filter((problem) => problem.field !== field);
    this.problems = [...others, { type: "refused", field, length, limit: MAX_TEXT_LENGTH }];
  }

  /** A text field was edited. Halves of characters are replaced, and counted; what is too long is refused. */
  edit(field: Field, typed: string): void {
    if (typed.length > MAX_TEXT_LENGTH) return this.refuse(field, typed.length);
    const text = wellFormed(typed);
    this.replaced = { ...this.replaced, [field]: countDifferences(text, typed) };
    this.settings.assign({ [field]: text, recording: "" });
    if (field === "solution") this.settings.set("solutionIds", []);
    this.view.range = null;
    this.ownTextChanged();
  }

  setChat(chat: boolean): void {
    this.settings.assign({ chat, recording: "" });
    this.ownTextChanged();
  }

  private ownTextChanged(): void {
    this.writing.stop();
    this.saveDraft({ open: true });
    this.textChanged();
  }

  private textChanged(): void {
    if (this.settings.get("results") !== "") this.settings.set("results", "");
    this.problems = [];
    this.notForced = undefined;
    this.missing = [];
    this.pending = undefined;
    this.writing.reset();
    this.noteBranches();
    this.count();
  }

  /** Counts tokens soon, where a model is there to do it. */
  private count(): void {
    const place = [this.models.a, this.models.b].find(({ state }) => state.phase === "ready");
    if (place === undefined || this.mismatch) this.counts.forget();
    else this.counts.request(this.texts());
  }

  private texts(): TextRequest {
    const { settings } = this;
    return requestOf({
      prompt: settings.get("prompt"),
      chat: settings.get("chat"),
      solution: settings.get("solution"),
      solutionIds: settings.get("solutionIds"),
    });
  }

  private saveDraft({ open }: { open: boolean }): void {
    const { drafts } = this.parts;
    if (!open) {
      const draft = drafts.load();
      if (draft?.open) drafts.save({ ...draft, open: false });
      return;
    }
    this.noteBranches();
    const text = draftOf(this.settings.all());
    // Working on an example does not take the place of what was typed before: that is put aside.
    const before = drafts.load();
    if (before && !before.open && (before.prompt !== text.prompt || before.solution !== text.solution)) {
      this.aside = { ...draftOf(settingsOfDraft(before)), open: true };
    }
    this.draftsKept = drafts.save({ ...text, open, ...(this.aside ? { aside: this.aside } : {}) });
    this.hasDraft = this.draftsKept;
  }

  /** Whether a draft holds the texts of the fields. */
  private isDraft(draft: DraftText): boolean {
    return sameTexts(requestOf(settingsOfDraft(draft)), this.texts());
  }

  /** Whether the fields hold the draft that is open, not what a link brought. */
  private get showsDraft(): boolean {
    const draft = this.parts.drafts.load();
    return draft !== undefined && draft.open && this.isDraft(draft);
  }

  /** Both models over the texts of the fields; a new text, whose branches begin anew. */
  async compare(): Promise<void> {
    this.problems = comparisonProblems(this.measurements());
    if (this.problems.length > 0 || !this.readyFor({ type: "compare" })) return;
    this.abandon();
    const { current } = this.branches;
    const shownIds = this.upToDate ? this.comparison.text?.ids : undefined;
    if (this.fieldsHoldBranch(shownIds ?? this.settings.get("solutionIds"))) {
      if (this.settings.get("recording") === "") this.recordings.annotations = [];
      await this.runComparison((content) => this.branches.update(current, content));
    } else await this.runComparison((content) => this.plant({ type: "text" }, content));
  }

  private plant(origin: Origin, content: BranchContent): void {
    this.recordings.annotations = [];
    const { prompt, chat } = this.compared ?? this.texts();
    this.branches.plant(origin, { prompt, chat }, content);
  }

  /** Remarks on the tokens that are shown: those of the example, unless another version of it is shown. */
  get annotations(): readonly Annotation[] {
    const first = this.branches.shown?.parent === undefined;
    return first && this.written === undefined ? this.recordings.annotations : [];
  }

  /** A model writes a solution of its own, which is then compared. */
  async writeWith(writer: Side): Promise<void> {
    this.problems = promptProblems(this.measurements());
    if (this.problems.length > 0 || !this.readyFor({ type: "write", writer })) return;
    this.settings.assign({ writer, recording: "" });
    this.view.clear();
    await this.writeOn([], writer, (content) => this.plant({ type: "written", writer }, content));
  }

  /**
   * Puts a token at a position of the shown text; the chosen writer goes on from there, as a new branch. Where the
   * fields were edited since, they are compared first: the shown positions are not theirs.
   */
  async force(position: number, token: Token): Promise<void> {
    const { text } = this.comparison;
    const writer = this.settings.get("writer");
    if (text === undefined) return;
    const parent = this.branches.current;
    this.notForced = undefined;
    if (this.upToDate) {
      if (text.ids[position] === token.id) this.notForced = "stands-there";
      else if (!this.branches.hasRoom(parent, position)) this.notForced = "full";
      if (this.notForced) return this.view.choose(position);
    }
    if (!this.readyFor({ type: "force", position, token, writer })) return;
    if (!this.upToDate) return this.compare();
    this.settings.assign({ recording: "" });
    this.view.clear();
    this.view.choose(position);
    const kept = [...text.ids.slice(0, position), token.id];
    await this.writeOn(kept, writer, (content) => {
      const origin = { type: "forced", position, token, writer } as const;
      if (this.branches.grow(parent, origin, content) === "known") this.notForced = "known";
    });
  }

  private async writeOn(
    kept: readonly TokenId[],
    writer: Side,
    onCompared: (content: BranchContent) => void,
  ): Promise<void> {
    const { settings } = this;
    const before = { solution: settings.get("solution"), solutionIds: settings.get("solutionIds") };
    const typed = !this.upToDate && before.solution !== "";
    this.comparison.stop();
    const { prompt, chat } = this.texts();
    const solution = await this.writing.write({
      writer,
      prompt,
      chat,
      kept,
      ...this.drawing(),
    });
    if (solution === undefined) return;
    this.overwritten = typed ? before : undefined;
    settings.assign({ solution: solutionText(solution), solutionIds: solution.map(({ id }) => id) });
    this.solutionAnswers(prompt);
    this.saveDraft({ open: true });
    this.count();
    // The prompt was edited meanwhile: what is written stands, but it answers another question.
    if (settings.get("prompt") !== prompt || settings.get("chat") !== chat) return;
    if (this.models.ready) return this.runComparison(onCompared);
    this.comparison.clear();
    this.pending = { type: "compare-written", waitsFor: writer === "a" ? "b" : "a", onCompared };
  }

  /** How a model is to write. */
  private drawing(): Pick<WriteRequest, "sampling" | "seed" | "maxNewTokens"> {
    const { samplingTemperature, topK, topP, minP, seed, maxNewTokens } = this.settings.all();
    return { sampling: { temperature: samplingTemperature, topK, topP, minP }, seed, maxNewTokens };
  }

  private async runComparison(onCompared: (content: BranchContent) => void): Promise<void> {
    if (this.mismatch) return this.readApart();
    const { compared: before } = this;
    const shown = this.comparison.text;
    this.compared = this.texts();
    this.models.labFailure = undefined;
    const end = await this.comparison.run(this.request());
    if (end === "replaced") return;
    // Refused before it began: what is shown is still the text before.
    if (this.comparison.text === shown) this.compared = before;
    const { text, status, seenAt } = this.comparison;
    this.unfinished = end === "failed" ? { texts: this.texts(), onCompared } : undefined;
    if (text === undefined || end === "failed") return;
    this.fit(text.solution.length);
    if (this.upToDate && this.settings.get("solutionIds").length > 0) {
      const spelled = solutionText(text.solution);
      // Special tokens alone spell nothing.
      if (spelled !== "") this.settings.set("solution", spelled);
      this.link.spell(text.ids, spelled);
    }
    onCompared({ text, status, seenAt });
    this.noteBranches();
    if (this.showsDraft) this.saveDraft({ open: true });
  }

  /** Each model over the text by itself: ids of one tokenizer mean nothing to the other, so the text is what counts. */
  private async readApart(): Promise<void> {
    const { solution, solutionIds } = this.settings.all();
    this.comparison.clear();
    if (solution !== "" && solutionIds.length > 0) this.settings.set("solutionIds", []);
    this.noteBranches();
    const { prompt, chat } = this.settings.all();
    await this.apart.read({ prompt, chat, solution });
  }

  /** Both models write from the prompt, side by side. */
  async writeBoth(): Promise<void> {
    this.problems = promptProblems(this.measurements());
    const [a, b] = [this.models.a.state, this.models.b.state];
    if (this.problems.length > 0 || a.phase !== "ready" || b.phase !== "ready") return;
    const { prompt, chat } = this.settings.all();
    const request = { prompt, chat, ...this.drawing() };
    await this.apart.writeBoth(request, { a: a.info.chat, b: b.info.chat });
  }

  /** Reads what a model wrote beside the other as the text. */
  async readWritten(side: Side): Promise<void> {
    this.edit("solution", solutionText(this.apart.written[side].solution));
    await this.compare();
  }

  /**
   * The text once more, where the lab no longer knows it or the last try failed. It stays the version of the solution
   * that it is, and its numbers stay on screen until there are new ones.
   */
  async compareAgain(): Promise<void> {
    const { unfinished, comparison } = this;
    if (unfinished && sameTexts(unfinished.texts, this.texts())) {
      if (this.readyFor({ type: "compare" })) await this.runComparison(unfinished.onCompared);
    } else if (comparison.text === undefined || !this.upToDate) {
      await this.compare();
    } else if (this.readyFor({ type: "compare" })) {
      await this.refresh();
    }
  }

  /** Live numbers in the place of those that are shown. */
  private async refresh(): Promise<void> {
    this.models.labFailure = undefined;
    const end: ComparisonEnd = await this.comparison.run(this.request(), { silent: true });
    if (end !== "finished") return;
    this.updateBranch();
    await this.look();
  }

  private request(): CompareRequest {
    return { ...this.texts(), temperature: this.settings.get("temperature"), k: this.settings.get("k") };
  }

  /** Changes places with the text that was put aside. */
  swapAside(): void {
    const { aside } = this;
    if (aside === undefined) return;
    this.abandon();
    this.aside = { ...draftOf(this.settings.all()), open: true };
    this.settings.assign({ ...settingsOfDraft(aside), recording: "", range: null });
    this.showOwnText();
    this.saveDraft({ open: true });
    if (this.models.ready) void this.goLive();
  }

  /** Brings back the solution that writing took the place of. */
  restoreOverwritten(): void {
    if (this.overwritten === undefined) return;
    this.settings.assign({ ...this.overwritten, recording: "", range: null });
    this.overwritten = undefined;
    this.ownTextChanged();
  }

  /** To another branch: one that was compared before is shown as it was, any other is compared now. */
  async selectBranch(id: number): Promise<void> {
    const ofDraft = this.showsDraft;
    if (id !== this.branches.current) this.view.range = null;
    const branch = this.branches.select(id);
    if (branch === undefined) return;
    this.abandon();
    const { content, ids } = branch;
    const solution = content ? solutionText(content.text.solution) : "";
    this.settings.assign({ ...this.branches.question, solution, solutionIds: ids });
    if (content) {
      this.comparison.show(content.text, content.status, content.seenAt);
      this.compared = this.texts();
      this.fit(ids.length);
    }
    this.textChanged();
    if (ofDraft) this.saveDraft({ open: true });
    if (content === undefined) await this.compare();
    else if (content.status.type === "recorded") await this.goLive();
    else await this.look();
  }

  /** Shown numbers at the temperature and k that are set now, from what is kept. */
  async look(): Promise<void> {
    const { temperature, k } = this.request();
    const needed = Math.max(k, this.comparison.seenAt.k);
    await this.comparison.review({ temperature, k: needed });
    this.updateBranch();
  }

  /** Ends whatever runs; what has arrived stays. */
  stop(): void {
    this.pending = undefined;
    this.writing.stop();
    this.comparison.stop();
    this.apart.stop();
  }

  /** Ends whatever runs and forgets what it was for: something else is shown now. */
  private abandon(): void {
    this.pending = undefined;
    this.overwritten = undefined;
    this.writing.abandon();
  }

  /** What waited for the models comes first; then those that were not checked yet are. */
  private async goLive(): Promise<void> {
    await this.doWhatWaited();
    this.selfChecks.checkNew();
  }

  /** Does what waited for the models, or replaces recorded numbers by live ones. */
  private async doWhatWaited(): Promise<void> {
    this.count();
    void this.nameBranches();
    const { pending } = this;
    if (this.writing.writing || !this.isReady(neededBy(pending))) return;
    this.pending = undefined;
    if (pending?.type === "write") return this.writeWith(pending.writer);
    if (pending?.type === "force") return this.force(pending.position, pending.token);
    if (pending?.type === "compare") return this.compare();
    if (pending?.type === "compare-written") return this.runComparison(pending.onCompared);
    if (this.comparison.status.type === "recorded" && this.upToDate) await this.refresh();
  }

  private updateBranch(): void {
    const { text, status, seenAt } = this.comparison;
    const { shown } = this.branches;
    if (text === undefined || shown === undefined || status.type === "running") return;
    if (sameIds(text.ids, shown.ids)) this.branches.update(shown.id, { text, status, seenAt });
  }

  /** True where the models it needs are there; else the wish waits for them, or is refused where they are not coming. */
  private readyFor(wish: Pending): boolean {
    const needed = neededBy(wish);
    const ready = this.isReady(needed);
    // What was written is compared as what it is, whoever asks for it.
    const waits =
      wish.type === "compare" && this.pending?.type === "compare-written" ? this.pending : undefined;
    this.missing = this.models.missing.filter((side) => needed.includes(side));
    if (this.missing.length > 0) this.faults.insist();
    this.pending = ready ? undefined : (waits ?? (this.missing.length > 0 ? undefined : wish));
    return ready;
  }

  private isReady(sides: readonly Side[]): boolean {
    return sides.every((side) => this.models[side].state.phase === "ready");
  }

  private measurements() {
    const { settings, counts } = this;
    const contexts = [this.models.a, this.models.b].flatMap(({ state }) =>
      state.phase === "ready" ? [state.info.contextLength] : [],
    );
    return {
      prompt: settings.get("prompt"),
      solution: settings.get("solution"),
      solutionIds: settings.get("solutionIds").length,
      ...(counts.counted && counts.fresh
        ? { counts: { prompt: counts.counted.prompt.length, solution: counts.counted.solution } }
        : {}),
      ...(contexts.length > 0 ? { contextLength: Math.min(...contexts) } : {}),
    };
  }
}

function holdsText({ prompt, solution, solutionIds }: DraftText): boolean {
  return prompt !== "" || solution !== "" || solutionIds.length > 0;
}

/** The models a wish cannot do without: writing takes its writer only. */
function neededBy(wish: Pending | undefined): readonly Side[] {
  return wish?.type === "write" || wish?.type === "force" ? [wish.writer] : ["a", "b"];
}

/** The texts of the fields as the laboratory is asked for them. */
function requestOf({
  prompt,
  chat,
  solution,
  solutionIds: ids,
}: Pick<Settings, "prompt" | "chat" | "solution" | "solutionIds">): TextRequest {
  return { prompt, chat, solution: ids.length > 0 ? { ids } : { text: solution } };
}

/** UTF-16 units in which two strings of one length differ. */
function countDifferences(x: string, y: string): number {
  let count = 0;
  for (let at = 0; at < x.length; at++) if (x.charCodeAt(at) !== y.charCodeAt(at)) count++;
  return count;
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

/** The text of a recording with all its numbers. Throws where the events are not a finished comparison. */
export function textOf(recording: OpenedRecording): ComparedText {
  let text: ComparedText | undefined;
  for (const event of recording.events) {
    if (event.type === "compare-start") text = ComparedText.begin(event);
    else if (event.type === "compare-block") text = text?.with(event.block, event.tokens);
  }
  if (text === undefined || !text.complete) throw new Error("The recording is not a finished comparison");
  return text;
}
