import type { CompareRequest, TextRequest } from "../../core/compare/events";
import type { ApartState } from "./apart.svelte";
import type { BranchContent, BranchesState, Origin } from "./branches.svelte";
import type { ComparisonEnd, ComparisonState } from "./comparison.svelte";
import type { DraftState } from "./draft.svelte";
import type { LinkState } from "./link.svelte";
import type { LinkedBranches } from "./linkedBranches";
import type { ModelsState } from "./models.svelte";
import type { RecordingsState } from "./recordings.svelte";
import { sameIds, sameTexts } from "./sameTexts";
import type { SettingsState } from "./settings.svelte";
import type { ShownState } from "./shown.svelte";
import { solutionText } from "./solutionText";
import type { TextsState } from "./texts.svelte";
import type { ViewState } from "./view.svelte";
import type { WaitingState } from "./waiting.svelte";

interface Parts {
  settings: SettingsState;
  view: ViewState;
  link: LinkState;
  models: ModelsState;
  waiting: WaitingState;
  texts: TextsState;
  draft: DraftState;
  recordings: RecordingsState;
  comparison: ComparisonState;
  apart: ApartState;
  branches: BranchesState;
  linkedBranches: LinkedBranches;
  shown: ShownState;
  /** Does what waits for the models, or brings live numbers, where the models are there. */
  goLive: () => Promise<void>;
}

/** Runs both models over the texts of the fields, and keeps what came of it as versions of the solution. */
export class Comparing {
  /** The last comparison that failed, and what was to become of it. */
  private unfinished: { texts: TextRequest; onCompared: (content: BranchContent) => void } | undefined;

  constructor(private readonly parts: Parts) {}

  /** Both models over the texts of the fields; a new text, whose branches begin anew. */
  async compare(): Promise<void> {
    const { settings, texts, waiting, recordings, comparison, branches, linkedBranches, shown } = this.parts;
    if (!texts.check() || !waiting.readyFor({ type: "compare" })) return;
    shown.abandon();
    const { current } = branches;
    const shownIds = shown.upToDate ? comparison.text?.ids : undefined;
    if (linkedBranches.fieldsHold(shownIds ?? settings.get("solutionIds"))) {
      if (settings.get("recording") === "") recordings.annotations = [];
      await this.run((content) => branches.update(current, content));
    } else await this.run((content) => this.plant({ type: "text" }, content));
  }

  /** What was compared is a new text: the versions of the one before are let go. */
  plant(origin: Origin, content: BranchContent): void {
    const { recordings, branches, shown, texts } = this.parts;
    recordings.annotations = [];
    const { prompt, chat } = shown.request ?? texts.request;
    branches.plant(origin, { prompt, chat }, content);
  }

  /** Compares the texts of the fields, whatever became of them before. `onCompared` keeps what came of it. */
  async run(onCompared: (content: BranchContent) => void): Promise<void> {
    const { settings, link, models, texts, draft, comparison, linkedBranches, shown } = this.parts;
    if (models.mismatch) return this.readApart();
    const { request: before } = shown;
    const { text: textBefore } = comparison;
    shown.request = texts.request;
    models.labFailure = undefined;
    const end = await comparison.run(this.request);
    if (end === "replaced") return;
    // Refused before it began: what is shown is still the text before.
    if (comparison.text === textBefore) shown.request = before;
    const { text, status, seenAt } = comparison;
    this.unfinished = end === "failed" ? { texts: texts.request, onCompared } : undefined;
    if (text === undefined || end === "failed") return;
    shown.fit(text.solution.length);
    if (shown.upToDate && settings.get("solutionIds").length > 0) {
      const spelled = solutionText(text.solution);
      // Special tokens alone spell nothing.
      if (spelled !== "") settings.set("solution", spelled);
      link.spell(text.ids, spelled);
    }
    onCompared({ text, status, seenAt });
    linkedBranches.note();
    if (draft.shown) draft.save({ open: true });
  }

  /** Each model over the text by itself: ids of one tokenizer mean nothing to the other, so the text is what counts. */
  private async readApart(): Promise<void> {
    const { settings, comparison, apart, linkedBranches } = this.parts;
    comparison.clear();
    if (settings.get("solution") !== "" && settings.get("solutionIds").length > 0)
      settings.set("solutionIds", []);
    linkedBranches.note();
    const { prompt, chat, solution } = settings.all();
    await apart.read({ prompt, chat, solution });
  }

  /**
   * The text once more, where the lab no longer knows it or the last try failed. It stays the version of the solution
   * that it is, and its numbers stay on screen until there are new ones.
   */
  async again(): Promise<void> {
    const { unfinished } = this;
    const { texts, waiting, comparison, shown } = this.parts;
    if (unfinished && sameTexts(unfinished.texts, texts.request)) {
      if (waiting.readyFor({ type: "compare" })) await this.run(unfinished.onCompared);
    } else if (comparison.text === undefined || !shown.upToDate) {
      await this.compare();
    } else if (waiting.readyFor({ type: "compare" })) {
      await this.refresh();
    }
  }

  /** Live numbers in the place of recorded ones. */
  async replaceRecorded(): Promise<void> {
    const { comparison, shown } = this.parts;
    if (comparison.status.type === "recorded" && shown.upToDate) await this.refresh();
  }

  /** Live numbers in the place of those that are shown. */
  private async refresh(): Promise<void> {
    const { models, comparison } = this.parts;
    models.labFailure = undefined;
    const end: ComparisonEnd = await comparison.run(this.request, { silent: true });
    if (end !== "finished") return;
    this.updateBranch();
    await this.look();
  }

  /** Shown numbers at the temperature and k that are set now, from what is kept. */
  async look(): Promise<void> {
    const { comparison } = this.parts;
    const { temperature, k } = this.request;
    const needed = Math.max(k, comparison.seenAt.k);
    await comparison.review({ temperature, k: needed });
    this.updateBranch();
  }

  /** To another branch: one that was compared before is shown as it was, any other is compared now. */
  async select(id: number): Promise<void> {
    const { settings, view, texts, draft, comparison, branches, shown } = this.parts;
    const ofDraft = draft.shown;
    if (id !== branches.current) view.range = null;
    const branch = branches.select(id);
    if (branch === undefined) return;
    shown.abandon();
    const { content, ids } = branch;
    const solution = content ? solutionText(content.text.solution) : "";
    settings.assign({ ...branches.question, solution, solutionIds: ids });
    if (content) {
      comparison.show(content.text, content.status, content.seenAt);
      shown.request = texts.request;
      shown.fit(ids.length);
    }
    texts.changed();
    if (ofDraft) draft.save({ open: true });
    if (content === undefined) await this.compare();
    else if (content.status.type === "recorded") await this.parts.goLive();
    else await this.look();
  }

  private get request(): CompareRequest {
    const { texts, settings } = this.parts;
    return { ...texts.request, temperature: settings.get("temperature"), k: settings.get("k") };
  }

  private updateBranch(): void {
    const { comparison, branches } = this.parts;
    const { text, status, seenAt } = comparison;
    const { shown } = branches;
    if (text === undefined || shown === undefined || status.type === "running") return;
    if (sameIds(text.ids, shown.ids)) branches.update(shown.id, { text, status, seenAt });
  }
}
