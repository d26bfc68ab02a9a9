import type { Side } from "../../contract/lab";
import type { TextRequest } from "../../core/compare/events";
import type { ModelInfo, TokenId } from "../../core/model";
import type { ApartState } from "./apart.svelte";
import type { NotForced } from "./branches.svelte";
import type { ComparisonState } from "./comparison.svelte";
import type { LinkState } from "./link.svelte";
import type { ModelsState } from "./models.svelte";
import { sameTexts } from "./sameTexts";
import type { SettingsState } from "./settings.svelte";
import type { TextsState } from "./texts.svelte";
import type { ViewState } from "./view.svelte";
import type { WaitingState } from "./waiting.svelte";
import type { WritingState } from "./writing.svelte";

/**
 * Where the shown numbers come from. "kept": they were computed here and are right, but the lab or a model that made
 * them is no longer there.
 */
export type Source = "recorded" | "imported" | "running" | "live" | "kept" | "waiting";

interface Parts {
  settings: SettingsState;
  view: ViewState;
  link: LinkState;
  models: ModelsState;
  texts: TextsState;
  waiting: WaitingState;
  comparison: ComparisonState;
  writing: WritingState;
  apart: ApartState;
}

/** What stands on screen of the text, compared or being written, and how it stands to what the fields hold. */
export class ShownState {
  /** The texts that the shown comparison was asked for. */
  request: TextRequest | undefined = $state.raw();
  /** The solution that writing or forcing took the place of and that was never compared. */
  overwritten: { solution: string; solutionIds: readonly TokenId[] } | undefined = $state.raw();
  /** What came of forcing a token, where it made no new version. */
  notForced: NotForced | undefined = $state.raw();

  constructor(private readonly parts: Parts) {}

  /** Whether something runs that Stop would end. */
  get busy(): boolean {
    const { writing, comparison, apart } = this.parts;
    return writing.writing || comparison.status.type === "running" || apart.busy;
  }

  /** Whether what is shown is what the fields hold. */
  get upToDate(): boolean {
    const { models, comparison, apart, settings, texts } = this.parts;
    const { request } = this;
    if (models.mismatch && comparison.file === undefined) return apart.shows(settings.all());
    return comparison.text !== undefined && request !== undefined && sameTexts(request, texts.request);
  }

  /** Where the shown numbers come from; undefined where there are none and none are on their way. */
  get source(): Source | undefined {
    const { comparison, models, apart, waiting } = this.parts;
    if (comparison.file && comparison.status.type !== "running") return "imported";
    if (models.mismatch && comparison.file === undefined) return apart.source;
    if (comparison.status.type === "recorded") return "recorded";
    if (comparison.status.type === "running") return "running";
    if (comparison.text === undefined) return waiting.pending === undefined ? undefined : "waiting";
    if (models.ready && !comparison.onPageOnly) return "live";
    return comparison.silent ? "running" : "kept";
  }

  /** The model of a file that made a side's shown numbers, and the file's name; undefined where a model here did. */
  ofFile(side: Side): { info: ModelInfo; name: string } | undefined {
    const { text, file } = this.parts.comparison;
    return text && file && { info: text[side], name: file.name };
  }

  /** Tokens of prompt and solution of a file, where the fields hold its texts: no model here cut them. */
  get tokensInFile(): { prompt: number; solution: number } | undefined {
    const { text, file } = this.parts.comparison;
    if (text === undefined || file === undefined || !this.upToDate) return undefined;
    return { prompt: text.prompt.length, solution: text.solution.length };
  }

  /** What a model is writing, or wrote and waits to be compared: tokens without numbers. */
  get written(): Pick<WritingState, "prompt" | "solution"> | undefined {
    const { writing, comparison } = this.parts;
    const { type } = writing.status;
    const stands = type === "written" || (type === "failed" && writing.solution.length > 0);
    const waits = stands && comparison.text === undefined;
    return writing.writing || waits ? writing : undefined;
  }

  /** Whether a text stands there that other models are to read as well. */
  get hasText(): boolean {
    const { comparison, apart } = this.parts;
    return comparison.text !== undefined || this.written !== undefined || apart.text !== undefined;
  }

  /** Lets go of what lies beyond a text of this length. */
  fit(length: number): void {
    const { link, view } = this.parts;
    link.fit(view.fit(length), length);
  }

  /** Ends whatever runs; what has arrived stays. */
  stop(): void {
    const { writing, comparison, apart } = this.parts;
    writing.stop();
    comparison.stop();
    apart.stop();
  }

  /** Ends the writing and forgets what it and what waited were for: something else is shown now. */
  abandon(): void {
    const { waiting, writing } = this.parts;
    waiting.pending = undefined;
    this.overwritten = undefined;
    writing.abandon();
  }

  /** The texts of the fields are others now. */
  textsChanged(): void {
    this.notForced = undefined;
    this.parts.writing.reset();
  }
}
