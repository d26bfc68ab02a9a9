import type { Side } from "../../contract/lab";
import type { Token, TokenId } from "../../core/model";
import type { ApartState } from "./apart.svelte";
import type { BranchContent, BranchesState } from "./branches.svelte";
import type { Comparing } from "./comparing";
import type { ComparisonState } from "./comparison.svelte";
import type { DraftState } from "./draft.svelte";
import { drawingOf } from "./drawing";
import type { ModelsState } from "./models.svelte";
import type { SettingsState } from "./settings.svelte";
import type { ShownState } from "./shown.svelte";
import { solutionText } from "./solutionText";
import type { TextsState } from "./texts.svelte";
import type { ViewState } from "./view.svelte";
import type { WaitingState } from "./waiting.svelte";
import type { WritingState } from "./writing.svelte";

interface Parts {
  settings: SettingsState;
  view: ViewState;
  models: ModelsState;
  waiting: WaitingState;
  texts: TextsState;
  draft: DraftState;
  comparison: ComparisonState;
  writing: WritingState;
  apart: ApartState;
  branches: BranchesState;
  shown: ShownState;
  comparing: Comparing;
}

/** Solutions written by a model: from the prompt on, or from a forced token on. What it wrote is then compared. */
export class Solving {
  constructor(private readonly parts: Parts) {}

  /** A model writes a solution of its own, which is then compared. */
  async write(writer: Side): Promise<void> {
    const { settings, view, waiting, texts, comparing } = this.parts;
    if (!texts.checkPrompt() || !waiting.readyFor({ type: "write", writer })) return;
    settings.assign({ writer, recording: "" });
    view.clear();
    await this.writeOn([], writer, (content) => comparing.plant({ type: "written", writer }, content));
  }

  /**
   * Puts a token at a position of the shown text; the chosen writer goes on from there, as a new branch. Where the
   * fields were edited since, they are compared first: the shown positions are not theirs.
   */
  async force(position: number, token: Token): Promise<void> {
    const { settings, view, waiting, comparison, branches, shown, comparing } = this.parts;
    const { text } = comparison;
    const writer = settings.get("writer");
    if (text === undefined) return;
    const parent = branches.current;
    shown.notForced = undefined;
    if (shown.upToDate) {
      if (text.ids[position] === token.id) shown.notForced = "stands-there";
      else if (!branches.hasRoom(parent, position)) shown.notForced = "full";
      if (shown.notForced) return view.choose(position);
    }
    if (!waiting.readyFor({ type: "force", position, token, writer })) return;
    if (!shown.upToDate) return comparing.compare();
    settings.assign({ recording: "" });
    view.clear();
    view.choose(position);
    const kept = [...text.ids.slice(0, position), token.id];
    await this.writeOn(kept, writer, (content) => {
      const origin = { type: "forced", position, token, writer } as const;
      if (branches.grow(parent, origin, content) === "known") shown.notForced = "known";
    });
  }

  private async writeOn(
    kept: readonly TokenId[],
    writer: Side,
    onCompared: (content: BranchContent) => void,
  ): Promise<void> {
    const { settings, models, waiting, texts, draft, comparison, writing, shown, comparing } = this.parts;
    const before = { solution: settings.get("solution"), solutionIds: settings.get("solutionIds") };
    const typed = !shown.upToDate && before.solution !== "";
    comparison.stop();
    const { prompt, chat } = texts.request;
    const solution = await writing.write({ writer, prompt, chat, kept, ...drawingOf(settings.all()) });
    if (solution === undefined) return;
    shown.overwritten = typed ? before : undefined;
    settings.assign({ solution: solutionText(solution), solutionIds: solution.map(({ id }) => id) });
    texts.noteAnswered(prompt);
    draft.save({ open: true });
    texts.count();
    // The prompt was edited meanwhile: what is written stands, but it answers another question.
    if (settings.get("prompt") !== prompt || settings.get("chat") !== chat) return;
    if (models.ready) return comparing.run(onCompared);
    comparison.clear();
    waiting.pending = { type: "compare-written", waitsFor: writer === "a" ? "b" : "a", onCompared };
  }

  /** Brings back the solution that writing took the place of. */
  restoreOverwritten(): void {
    const { settings, texts, shown } = this.parts;
    if (shown.overwritten === undefined) return;
    settings.assign({ ...shown.overwritten, recording: "", range: null });
    shown.overwritten = undefined;
    texts.edited();
  }

  /** Both models write from the prompt, side by side. */
  async writeBoth(): Promise<void> {
    const { settings, models, texts, apart } = this.parts;
    const [a, b] = [models.a.state, models.b.state];
    if (!texts.checkPrompt() || a.phase !== "ready" || b.phase !== "ready") return;
    const { prompt, chat } = settings.all();
    const request = { prompt, chat, ...drawingOf(settings.all()) };
    await apart.writeBoth(request, { a: a.info.chat, b: b.info.chat });
  }

  /** Reads what a model wrote beside the other as the text. */
  async readWritten(side: Side): Promise<void> {
    const { texts, apart, comparing } = this.parts;
    texts.edit("solution", solutionText(apart.written[side].solution));
    await comparing.compare();
  }
}
