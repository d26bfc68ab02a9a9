import { SETTINGS } from "../../core/config/settings";
import type { ApartState } from "./apart.svelte";
import type { BranchesState } from "./branches.svelte";
import type { ComparisonState } from "./comparison.svelte";
import type { DraftState } from "./draft.svelte";
import { draftOf, settingsOfDraft, type DraftText } from "./draftStore";
import type { LinkedBranches } from "./linkedBranches";
import type { ModelsState } from "./models.svelte";
import type { RecordingsState } from "./recordings.svelte";
import type { SettingsState } from "./settings.svelte";
import type { ShownState } from "./shown.svelte";
import type { TextsState } from "./texts.svelte";
import type { ViewState } from "./view.svelte";
import type { WaitingState } from "./waiting.svelte";

interface Parts {
  settings: SettingsState;
  view: ViewState;
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
  /** Does what waits for the models. */
  goLive: () => Promise<void>;
}

/** A text of the person's own in the place of what is shown. */
export class OwnText {
  constructor(private readonly parts: Parts) {}

  /** The person's own text again, as they left it. */
  open(): void {
    const { settings, view, draft, shown } = this.parts;
    const kept = draft.load();
    if (kept === undefined) return;
    shown.abandon();
    settings.assign({ ...settingsOfDraft(kept), recording: "" });
    this.show();
    view.clear();
    draft.save({ open: true });
    this.goLive();
  }

  /** An empty text to begin the person's own with. */
  begin(): void {
    const { settings, view } = this.parts;
    settings.assign({
      recording: "",
      prompt: "",
      solution: "",
      solutionIds: [],
      branches: [],
      chat: SETTINGS.chat.default,
    });
    view.clear();
    this.showNothing();
  }

  /** Changes places with the text that was put aside. */
  swapAside(): void {
    const { settings, draft, shown } = this.parts;
    const { aside } = draft;
    if (aside === undefined) return;
    shown.abandon();
    draft.aside = { ...draftOf(settings.all()), open: true };
    settings.assign({ ...settingsOfDraft(aside), recording: "", range: null });
    this.show();
    draft.save({ open: true });
    this.goLive();
  }

  /**
   * The texts of the fields are the person's own: nothing is shown of them until they are compared.
   *
   * @param elseBranchesOf brings the text's other versions where they are too long for a link
   */
  show({ elseBranchesOf: kept }: { elseBranchesOf?: DraftText | undefined } = {}): void {
    const { settings, waiting, texts, draft, recordings, comparison, linkedBranches, shown } = this.parts;
    shown.abandon();
    recordings.annotations = [];
    comparison.clear();
    if (kept && draft.matches(kept)) settings.assign({ branches: settingsOfDraft(kept).branches });
    linkedBranches.restore();
    texts.changed();
    if (texts.whole) waiting.pending = { type: "compare" };
  }

  /** Neither a text nor anything that came of one. */
  showNothing(): void {
    const { texts, recordings, comparison, apart, branches, shown } = this.parts;
    shown.abandon();
    recordings.annotations = [];
    comparison.clear();
    apart.clear();
    branches.clear();
    texts.changed();
  }
  private goLive(): void {
    const { models } = this.parts;
    if (models.ready) void this.parts.goLive();
  }
}
