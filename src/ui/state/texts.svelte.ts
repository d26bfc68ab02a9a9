import type { TextRequest } from "../../core/compare/events";
import { MAX_TEXT_LENGTH } from "../../core/config/limits";
import { wellFormed } from "../../core/config/link";
import type { Settings } from "../../core/config/settings";
import { CountsState } from "./counts.svelte";
import type { Tokenizer } from "./lab";
import type { ModelsState } from "./models.svelte";
import type { SettingsState } from "./settings.svelte";
import {
  comparisonProblems,
  promptProblems,
  type Field,
  type TextMeasurements,
  type TextProblem,
} from "./textProblems";

interface Parts {
  settings: SettingsState;
  models: ModelsState;
  tokenizer: Tokenizer;
  /** The person's own hand changed the texts. */
  onEdited: () => void;
  /** The texts are others now, whoever changed them. */
  onChanged: () => void;
}

/** What the fields hold: the prompt, whether it is put as a chat, and the solution. */
export class TextsState {
  readonly counts: CountsState;
  /** What keeps the text from being compared, since it was last tried. */
  problems: readonly TextProblem[] = $state.raw([]);
  /** Characters of each field that had to be replaced because they were half of one. */
  replaced: Partial<Record<Field, number>> = $state.raw({});
  /** The last solution that was written for a prompt: an example's, or a model's. */
  private answered: { prompt: string; solution: string } | undefined = $state.raw();

  constructor(private readonly parts: Parts) {
    this.counts = new CountsState(parts.tokenizer);
  }

  /** The texts as the laboratory is asked for them. */
  get request(): TextRequest {
    const { settings } = this.parts;
    return requestOf({
      prompt: settings.get("prompt"),
      chat: settings.get("chat"),
      solution: settings.get("solution"),
      solutionIds: settings.get("solutionIds"),
    });
  }

  /** Whether there is both a prompt and a solution. */
  get whole(): boolean {
    const { settings } = this.parts;
    const solved = settings.get("solution") !== "" || settings.get("solutionIds").length > 0;
    return settings.get("prompt") !== "" && solved;
  }

  /** Whether the solution was written for another prompt than the one it stands under. */
  get answersAnother(): boolean {
    const { answered } = this;
    const { settings } = this.parts;
    if (answered === undefined || answered.solution === "") return false;
    return settings.get("solution") === answered.solution && settings.get("prompt") !== answered.prompt;
  }

  /** The solution as it stands was written for this prompt. */
  noteAnswered(prompt: string): void {
    this.answered = { prompt, solution: this.parts.settings.get("solution") };
  }

  /** Whether both models can read the whole text; what keeps them from it stands in `problems`. */
  check(): boolean {
    this.problems = comparisonProblems(this.measurements());
    return this.problems.length === 0;
  }

  /** Whether a model can go on from the prompt; what keeps it from that stands in `problems`. */
  checkPrompt(): boolean {
    this.problems = promptProblems(this.measurements());
    return this.problems.length === 0;
  }

  /** A text longer than the page takes was typed or pasted: nothing is done with it, and the field stays as it was. */
  refuse(field: Field, length: number): void {
    const others = this.problems.filter((problem) => problem.field !== field);
    this.problems = [...others, { type: "refused", field, length, limit: MAX_TEXT_LENGTH }];
  }

  /** A text field was edited. Halves of characters are replaced, and counted; what is too long is refused. */
  edit(field: Field, typed: string): void {
    if (typed.length > MAX_TEXT_LENGTH) return this.refuse(field, typed.length);
    const { settings } = this.parts;
    const text = wellFormed(typed);
    this.replaced = { ...this.replaced, [field]: countDifferences(text, typed) };
    settings.assign({ [field]: text, recording: "", range: null });
    if (field === "solution") settings.set("solutionIds", []);
    this.edited();
  }

  setChat(chat: boolean): void {
    this.parts.settings.assign({ chat, recording: "" });
    this.edited();
  }

  /** The texts are the person's own now. */
  edited(): void {
    this.parts.onEdited();
    this.changed();
  }

  /** The texts are others now: what was said of those before no longer holds. */
  changed(): void {
    const { settings } = this.parts;
    if (settings.get("results") !== "") settings.set("results", "");
    this.problems = [];
    this.parts.onChanged();
    this.count();
  }

  /** Counts tokens soon, where a model is there to do it. */
  count(): void {
    const { models } = this.parts;
    if (models.infos.length === 0 || models.mismatch) this.counts.forget();
    else this.counts.request(this.request);
  }

  private measurements(): TextMeasurements {
    const { settings, models } = this.parts;
    const { counted, fresh } = this.counts;
    const contexts = models.infos.map(({ contextLength }) => contextLength);
    return {
      prompt: settings.get("prompt"),
      solution: settings.get("solution"),
      solutionIds: settings.get("solutionIds").length,
      ...(counted && fresh ? { counts: { prompt: counted.prompt.length, solution: counted.solution } } : {}),
      ...(contexts.length > 0 ? { contextLength: Math.min(...contexts) } : {}),
    };
  }
}

/** Texts as the laboratory is asked for them: a solution's tokens count where they are known. */
export function requestOf({
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
