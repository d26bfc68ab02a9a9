import { draftOf, settingsOfDraft, type Draft, type DraftStore, type DraftText } from "./draftStore";
import { sameTexts } from "./sameTexts";
import type { SettingsState } from "./settings.svelte";
import { requestOf, type TextsState } from "./texts.svelte";

interface Parts {
  store: DraftStore;
  settings: SettingsState;
  texts: TextsState;
  /** Brings what a draft keeps of the settings up to date. */
  beforeSaving: () => void;
}

/** The person's own text as the browser keeps it. */
export class DraftState {
  /** There is one, to come back to from an example. */
  has = $state(false);
  /** Whether the browser keeps drafts. */
  kept = $state(true);
  /** A text of the person's own that work on an example would have replaced. */
  aside: DraftText | undefined = $state.raw();

  constructor(private readonly parts: Parts) {}

  /** What is kept, as a visit begins. */
  recall(): Draft | undefined {
    const draft = this.load();
    this.has = draft !== undefined;
    this.aside = draft?.aside;
    return draft;
  }

  load(): Draft | undefined {
    return this.parts.store.load();
  }

  /** Keeps the texts of the fields; where they are not the person's own (`open: false`), what is kept stays, closed. */
  save({ open }: { open: boolean }): void {
    const { store, settings } = this.parts;
    if (!open) {
      const draft = store.load();
      if (draft?.open) store.save({ ...draft, open: false });
      return;
    }
    this.parts.beforeSaving();
    const text = draftOf(settings.all());
    // Working on an example does not take the place of what was typed before: that is put aside.
    const before = store.load();
    if (before && !before.open && (before.prompt !== text.prompt || before.solution !== text.solution)) {
      this.aside = { ...draftOf(settingsOfDraft(before)), open: true };
    }
    this.kept = store.save({ ...text, open, ...(this.aside ? { aside: this.aside } : {}) });
    this.has = this.kept;
  }

  /** Whether a draft holds the texts of the fields. */
  matches(draft: DraftText): boolean {
    return sameTexts(requestOf(settingsOfDraft(draft)), this.parts.texts.request);
  }

  /** Whether the fields hold the draft that is open, not what a link brought. */
  get shown(): boolean {
    const draft = this.load();
    return draft !== undefined && draft.open && this.matches(draft);
  }
}
