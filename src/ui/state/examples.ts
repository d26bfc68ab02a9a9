import type { BranchesState } from "./branches.svelte";
import type { ComparisonState } from "./comparison.svelte";
import type { DraftState } from "./draft.svelte";
import type { ModelChoice } from "./modelChoice.svelte";
import type { ModelsState } from "./models.svelte";
import type { OwnText } from "./ownText";
import { textOf, type Annotation, type OpenedRecording, type RecordingsState } from "./recordings.svelte";
import type { SettingsState } from "./settings.svelte";
import type { ShownState } from "./shown.svelte";
import { solutionText } from "./solutionText";
import type { TextsState } from "./texts.svelte";
import type { ViewState } from "./view.svelte";

interface Parts {
  settings: SettingsState;
  view: ViewState;
  texts: TextsState;
  draft: DraftState;
  ownText: OwnText;
  models: ModelsState;
  modelChoice: ModelChoice;
  recordings: RecordingsState;
  comparison: ComparisonState;
  branches: BranchesState;
  shown: ShownState;
  /** Does what waits for the models, or brings live numbers. */
  goLive: () => Promise<void>;
}

/** Examples shown in the place of what is shown: their recorded numbers at once, live ones when the models are there. */
export class Examples {
  constructor(private readonly parts: Parts) {}

  /** Remarks on the tokens that are shown: those of the example, unless another version of it is shown. */
  get annotations(): readonly Annotation[] {
    const { branches, recordings, shown } = this.parts;
    const first = branches.shown?.parent === undefined;
    return first && shown.written === undefined ? recordings.annotations : [];
  }

  /** An example that the person chose. */
  async open(id: string): Promise<void> {
    await this.show(id, false);
  }

  /** Whether there is such an example. Chosen and pinned tokens are kept as the link brought them. */
  async openLinked(id: string): Promise<boolean> {
    return this.show(id, true);
  }

  private async show(id: string, fromLink: boolean): Promise<boolean> {
    const { settings, view, draft, models, modelChoice, recordings, comparison, shown } = this.parts;
    const recording = await recordings.open(id);
    if (recording === undefined) return false;
    shown.abandon();
    const { a, b } = textOf(recording);
    if (fromLink && (await modelChoice.namesOtherPair(a.id, b.id))) {
      this.showTextOf(recording);
      return true;
    }
    this.showRecording(id, recording);
    if (!fromLink) {
      settings.assign({ modelA: a.id, modelB: b.id });
      view.clear();
      draft.save({ open: false });
    }
    shown.fit(comparison.text?.solution.length ?? 0);
    await modelChoice.replaceOthers();
    if (models.ready) await this.parts.goLive();
    return true;
  }

  /** The text of an example for another pair of models: its numbers are not theirs, so it waits for them. */
  private showTextOf(recording: OpenedRecording): void {
    const { settings, texts, ownText } = this.parts;
    const text = textOf(recording);
    settings.assign({
      recording: "",
      prompt: recording.prompt,
      chat: recording.chat,
      solution: solutionText(text.solution),
      solutionIds: text.ids,
      branches: [],
    });
    texts.noteAnswered(recording.prompt);
    ownText.show();
  }

  private showRecording(id: string, recording: OpenedRecording): void {
    const { settings, texts, recordings, comparison, branches, shown } = this.parts;
    const text = textOf(recording);
    const status = { type: "recorded" } as const;
    const { prompt, chat, temperature, k } = recording;
    const seenAt = { temperature, k };
    settings.assign({
      recording: id,
      prompt,
      chat,
      solution: solutionText(text.solution),
      solutionIds: text.ids,
    });
    texts.noteAnswered(prompt);
    recordings.annotations = recording.annotations;
    comparison.show(text, status, seenAt);
    branches.plant({ type: "text" }, { prompt, chat }, { text, status, seenAt });
    shown.request = texts.request;
    texts.changed();
  }
}
