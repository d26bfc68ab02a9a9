import type { Side } from "../../contract/lab";
import type { EmbeddedModel } from "../../client/embedded";
import type { CompareRequest, TextRequest } from "../../core/compare/events";
import { wellFormed } from "../../core/config/link";
import type { Settings } from "../../core/config/settings";
import type { Outcome } from "../../core/errors";
import type { Token, TokenId } from "../../core/model";
import { strings } from "../strings";
import { BranchesState, type Origin } from "./branches.svelte";
import { ComparedText } from "./comparedText";
import { ComparisonState, type ComparisonEnd } from "./comparison.svelte";
import { CountsState } from "./counts.svelte";
import type { DraftStore, DraftText } from "./draftStore";
import type { Lab } from "./lab";
import { LinkState, type AddressBar } from "./link.svelte";
import { ModelsState } from "./models.svelte";
import {
  RecordingsState,
  type Annotation,
  type OpenedRecording,
  type RecordingShelf,
} from "./recordings.svelte";
import { SettingsState } from "./settings.svelte";
import { solutionText } from "./solutionText";
import { comparisonProblems, promptProblems, type Field, type TextProblem } from "./textProblems";
import { ViewState } from "./view.svelte";
import { WritingState } from "./writing.svelte";

const MODEL_SETTING = { a: "modelA", b: "modelB" } as const satisfies Record<Side, keyof Settings>;

/** What a session is given from outside. */
export interface SessionParts {
  lab: Lab;
  shelf: RecordingShelf;
  drafts: DraftStore;
  bar: AddressBar;
  /** The models that can be loaded without a question. */
  embedded: () => Promise<Outcome<EmbeddedModel[]>>;
}

/** What was asked for while the models were still on their way; it is done as soon as both are ready. */
export type Pending =
  { type: "compare" } | { type: "write"; writer: Side } | { type: "force"; position: number; token: Token };

/** One visit: the concerns of the page and the few things that concern several of them at once. */
export class Session {
  readonly settings = new SettingsState();
  readonly view = new ViewState(this.settings);
  readonly link: LinkState;
  readonly models: ModelsState;
  readonly recordings: RecordingsState;
  readonly comparison: ComparisonState;
  readonly writing: WritingState;
  readonly counts: CountsState;
  readonly branches: BranchesState;

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

  constructor(private readonly parts: SessionParts) {
    const { lab, shelf, bar } = parts;
    this.link = new LinkState(this.settings, bar);
    this.models = new ModelsState(lab);
    this.recordings = new RecordingsState(shelf);
    this.comparison = new ComparisonState(lab);
    this.writing = new WritingState(lab);
    this.counts = new CountsState(lab);
    this.branches = new BranchesState(({ status, text }) => {
      if (status.type !== "recorded") void lab.release(text.run);
    });
  }

  /** Whether something runs that Stop would end. */
  get busy(): boolean {
    return this.writing.writing || this.comparison.status.type === "running";
  }

  /** Whether what is shown is what the fields hold. */
  get upToDate(): boolean {
    const { compared } = this;
    return this.comparison.text !== undefined && compared !== undefined && sameTexts(compared, this.texts());
  }

  /** The texts that the shown comparison was asked for. */
  private compared: TextRequest | undefined = $state.raw();

  /** Opens what the address says, else the person's draft, else the first example; then loads the models. */
  async open(): Promise<void> {
    await this.openAddress();
    await this.loadModels();
  }

  /** Opens what the address says now. */
  async openAddress(): Promise<void> {
    this.opening = true;
    const { given } = this.link.read();
    const draft = this.parts.drafts.load();
    this.hasDraft = draft !== undefined;
    this.aside = draft?.aside;
    const listing = this.recordings.list();
    const recording = this.settings.get("recording");
    const ownText = given.has("prompt") || given.has("solution") || given.has("solutionIds");
    if (recording !== "") await this.openExample(recording, true);
    else if (ownText) this.showOwnText();
    else if (draft?.open) this.openDraft();
    await listing;
    const { failure } = this.recordings;
    for (const { id } of this.recordings.titles) {
      if (ownText || this.comparison.text !== undefined || this.pending !== undefined) break;
      await this.openExample(id, true);
    }
    this.recordings.failure ??= failure;
    this.opening = false;
    await this.replaceOthers();
    if (this.models.ready) await this.goLive();
  }

  /** The texts of the fields are the person's own: nothing is shown of them until they are compared. */
  private showOwnText(): void {
    this.abandon();
    this.recordings.annotations = [];
    this.comparison.clear();
    this.textChanged();
    const { prompt, solution } = this.measurements();
    const solved = solution !== "" || this.settings.get("solutionIds").length > 0;
    if (prompt !== "" && solved) this.pending = { type: "compare" };
  }

  /** Loads the models that the settings name. */
  async loadModels(): Promise<void> {
    await Promise.all([this.loadModel("a"), this.loadModel("b")]);
    await this.goLive();
  }

  private async loadModel(side: Side): Promise<void> {
    const id = this.settings.get(MODEL_SETTING[side]);
    const offered = await this.parts.embedded();
    if (!offered.ok) return this.models.fail(side, offered.failure);
    this.offered = offered.value;
    const model = offered.value.find((candidate) => candidate.id === id);
    if (model === undefined) {
      const ids = offered.value.map((candidate) => candidate.id);
      return this.models.fail(side, { code: "model-missing", ...strings.models.unknown(id, ids) });
    }
    const device = this.settings.get("device");
    await this.models.load(side, { ...model, spec: { ...model.spec, device } });
    this.count();
  }

  /** Another model for a side; the text that is shown is compared anew, as the person's own. */
  async chooseModel(side: Side, id: string): Promise<void> {
    this.stop();
    this.settings.assign({ [MODEL_SETTING[side]]: id, recording: "" });
    this.ownTextChanged();
    if (this.comparison.text !== undefined) this.pending = { type: "compare" };
    await this.loadModel(side);
    await this.goLive();
  }

  /** Both models on another device; the text that is shown is compared anew. */
  async chooseDevice(device: Settings["device"]): Promise<void> {
    this.stop();
    this.settings.set("device", device);
    if (this.comparison.text !== undefined && this.upToDate) this.pending = { type: "compare" };
    await this.loadModels();
  }

  async reload(side: Side): Promise<void> {
    if (this.models[side].model === undefined) await this.loadModel(side);
    else await this.models.reload(side);
    await this.goLive();
  }

  /** Shows an example at once. Chosen and pinned tokens are kept where the link brought them. */
  async openExample(id: string, fromLink = false): Promise<void> {
    const recording = await this.recordings.open(id);
    if (recording === undefined) return;
    this.abandon();
    if (fromLink && (await this.namesOtherPair(recording))) return this.showTextOf(recording);
    this.showRecording(id, recording);
    if (!fromLink) {
      const { a, b } = textOf(recording);
      this.settings.assign({ modelA: a.id, modelB: b.id });
      this.view.clear();
      this.saveDraft({ open: false });
    }
    this.view.fit(this.comparison.text?.solution.length ?? 0);
    await this.replaceOthers();
    if (this.models.ready) await this.goLive();
  }

  /** Loads what the settings name on each side that holds another model. */
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
    return offered.ok && ids.every((id) => offered.value.some((model) => model.id === id));
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
    });
    this.showOwnText();
  }

  /** Whether a side's place holds another model than the settings name. */
  private isOther(side: Side): boolean {
    const { model } = this.models[side];
    return model !== undefined && model.id !== this.settings.get(MODEL_SETTING[side]);
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
    this.recordings.annotations = recording.annotations;
    this.comparison.show(text, { type: "recorded" }, seenAt);
    this.branches.plant({ type: "text" }, { text, status: { type: "recorded" }, seenAt });
    this.compared = this.texts();
    this.textChanged();
  }

  /** The person's own text again, as they left it. */
  openDraft(): void {
    const draft = this.parts.drafts.load();
    if (draft === undefined) return;
    this.abandon();
    this.settings.assign({ ...textOfDraft(draft), recording: "" });
    this.showOwnText();
    this.view.clear();
    this.saveDraft({ open: true });
    if (this.models.ready) void this.goLive();
  }

  /** A text field was edited. Halves of characters are replaced, and counted. */
  edit(field: Field, typed: string): void {
    const text = wellFormed(typed);
    this.replaced = { ...this.replaced, [field]: countDifferences(text, typed) };
    this.settings.assign({ [field]: text, recording: "" });
    if (field === "solution") this.settings.set("solutionIds", []);
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
    this.problems = [];
    this.missing = [];
    this.pending = undefined;
    this.writing.reset();
    this.count();
  }

  /** Counts tokens soon, where a model is there to do it. */
  private count(): void {
    const place = [this.models.a, this.models.b].find(({ state }) => state.phase === "ready");
    if (place === undefined) this.counts.forget();
    else this.counts.request(this.texts());
  }

  private texts(): TextRequest {
    const ids = this.settings.get("solutionIds");
    return {
      prompt: this.settings.get("prompt"),
      chat: this.settings.get("chat"),
      solution: ids.length > 0 ? { ids } : { text: this.settings.get("solution") },
    };
  }

  private saveDraft({ open }: { open: boolean }): void {
    const { drafts } = this.parts;
    if (!open) {
      const draft = drafts.load();
      if (draft?.open) drafts.save({ ...draft, open: false });
      return;
    }
    const { prompt, solution, solutionIds, chat } = this.settings.all();
    // Working on an example does not take the place of what was typed before: that is put aside.
    const before = drafts.load();
    if (before && !before.open && (before.prompt !== prompt || before.solution !== solution)) {
      this.aside = { ...textOfDraft(before), open: true };
    }
    this.draftsKept = drafts.save({
      prompt,
      solution,
      solutionIds: [...solutionIds],
      chat,
      open,
      ...(this.aside ? { aside: this.aside } : {}),
    });
    this.hasDraft = this.draftsKept;
  }

  /** Both models over the texts of the fields; a new text, whose branches begin anew. */
  async compare(): Promise<void> {
    this.problems = comparisonProblems(this.measurements());
    if (this.problems.length > 0 || !this.readyFor({ type: "compare" })) return;
    this.abandon();
    await this.runComparison((content) => this.plant({ type: "text" }, content));
  }

  private plant(origin: Origin, content: BranchContent): void {
    this.recordings.annotations = [];
    this.branches.plant(origin, content);
  }

  /** Remarks on the tokens that are shown: those of the example, unless another version of it is shown. */
  get annotations(): readonly Annotation[] {
    const first = this.branches.shown?.parent === undefined;
    return first && !this.writing.writing ? this.recordings.annotations : [];
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
    if (text === undefined || !this.readyFor({ type: "force", position, token })) return;
    if (!this.upToDate) return this.compare();
    const writer = this.settings.get("writer");
    const parent = this.branches.current;
    this.settings.assign({ recording: "" });
    this.view.clear();
    this.view.choose(position);
    const kept = [...text.ids.slice(0, position), token.id];
    await this.writeOn(kept, writer, (content) =>
      this.branches.grow(parent, { type: "forced", position, token, writer }, content),
    );
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
      sampling: {
        temperature: settings.get("samplingTemperature"),
        topK: settings.get("topK"),
        topP: settings.get("topP"),
        minP: settings.get("minP"),
      },
      seed: settings.get("seed"),
      maxNewTokens: settings.get("maxNewTokens"),
    });
    if (solution === undefined) return;
    this.overwritten = typed ? before : undefined;
    settings.assign({ solution: solutionText(solution), solutionIds: solution.map(({ id }) => id) });
    this.saveDraft({ open: true });
    this.count();
    // The prompt was edited meanwhile: what is written stands, but it answers another question.
    if (settings.get("prompt") !== prompt || settings.get("chat") !== chat) return;
    await this.runComparison(onCompared);
  }

  private async runComparison(onCompared: (content: BranchContent) => void): Promise<void> {
    const { compared: before } = this;
    const shown = this.comparison.text;
    this.compared = this.texts();
    this.models.labFailure = undefined;
    const end = await this.comparison.run(this.request());
    if (end === "replaced") return;
    // Refused before it began: what is shown is still the text before.
    if (this.comparison.text === shown) this.compared = before;
    const { text, status, seenAt } = this.comparison;
    if (text === undefined || end === "failed") return;
    this.view.fit(text.solution.length);
    onCompared({ text, status, seenAt });
  }

  private request(): CompareRequest {
    return { ...this.texts(), temperature: this.settings.get("temperature"), k: this.settings.get("k") };
  }

  /** Changes places with the text that was put aside. */
  swapAside(): void {
    const { aside } = this;
    if (aside === undefined) return;
    const { prompt, solution, solutionIds, chat } = this.settings.all();
    this.abandon();
    this.aside = { prompt, solution, solutionIds: [...solutionIds], chat, open: true };
    this.settings.assign({ ...textOfDraft(aside), recording: "" });
    this.saveDraft({ open: true });
    this.showOwnText();
    if (this.models.ready) void this.goLive();
  }

  /** Brings back the solution that writing took the place of. */
  restoreOverwritten(): void {
    if (this.overwritten === undefined) return;
    this.settings.assign({ ...this.overwritten, recording: "" });
    this.overwritten = undefined;
    this.ownTextChanged();
  }

  /** Back to a branch that was compared before. */
  async selectBranch(id: number): Promise<void> {
    const branch = this.branches.select(id);
    if (branch === undefined) return;
    this.abandon();
    const { text, status, seenAt } = branch;
    this.comparison.show(text, status, seenAt);
    this.settings.assign({ solution: solutionText(text.solution), solutionIds: text.ids });
    this.compared = this.texts();
    this.view.fit(text.solution.length);
    this.textChanged();
    if (status.type === "recorded") await this.goLive();
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
  }

  /** Ends whatever runs and forgets what it was for: something else is shown now. */
  private abandon(): void {
    this.pending = undefined;
    this.overwritten = undefined;
    this.writing.abandon();
  }

  /** Does what waited for the models, or replaces recorded numbers by live ones. */
  private async goLive(): Promise<void> {
    this.count();
    if (!this.models.ready) return;
    const { pending } = this;
    this.pending = undefined;
    if (pending?.type === "write") return this.writeWith(pending.writer);
    if (pending?.type === "force") return this.force(pending.position, pending.token);
    if (pending?.type === "compare") return this.compare();
    if (this.comparison.status.type !== "recorded" || !this.upToDate) return;
    const end: ComparisonEnd = await this.comparison.run(this.request(), { silent: true });
    if (end !== "finished") return;
    this.updateBranch();
    await this.look();
  }

  private updateBranch(): void {
    const { text, status, seenAt } = this.comparison;
    if (text !== undefined) this.branches.update({ text, status, seenAt });
  }

  /** True where both models are there; else the wish waits for them, or is refused where they are not coming. */
  private readyFor(wish: Pending): boolean {
    this.missing = this.models.missing;
    this.pending = this.models.ready || this.missing.length > 0 ? undefined : wish;
    return this.models.ready;
  }

  private measurements() {
    const { settings, counts } = this;
    const contexts = [this.models.a, this.models.b].flatMap(({ state }) =>
      state.phase === "ready" ? [state.info.contextLength] : [],
    );
    return {
      prompt: settings.get("prompt"),
      solution: settings.get("solution"),
      ...(counts.counted && counts.fresh
        ? { counts: { prompt: counts.counted.prompt.length, solution: counts.counted.solution } }
        : {}),
      ...(contexts.length > 0 ? { contextLength: Math.min(...contexts) } : {}),
    };
  }
}

/** What a draft holds for the fields. */
function textOfDraft({ prompt, solution, solutionIds, chat }: DraftText) {
  return { prompt, solution, solutionIds, chat };
}

function sameTexts(x: TextRequest, y: TextRequest): boolean {
  return x.prompt === y.prompt && x.chat === y.chat && sameSolutions(x.solution, y.solution);
}

function sameSolutions(x: TextRequest["solution"], y: TextRequest["solution"]): boolean {
  if ("ids" in x && "ids" in y) {
    return x.ids === y.ids || (x.ids.length === y.ids.length && x.ids.every((id, at) => id === y.ids[at]));
  }
  return "text" in x && "text" in y && x.text === y.text;
}

/** UTF-16 units in which two strings of one length differ. */
function countDifferences(x: string, y: string): number {
  let count = 0;
  for (let at = 0; at < x.length; at++) if (x.charCodeAt(at) !== y.charCodeAt(at)) count++;
  return count;
}

type BranchContent = Parameters<BranchesState["plant"]>[1];

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
