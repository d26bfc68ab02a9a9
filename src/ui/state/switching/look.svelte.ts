import type { AnswerRole } from "../../../core/generation/switching/run";
import type { SettingsState } from "../settings.svelte";

/** One token of one answer. */
export interface AnswerToken {
  role: AnswerRole;
  position: number;
}

const LETTERS = { s: "switched", a: "a", b: "b", c: "control" } as const satisfies Record<string, AnswerRole>;

/** Which token of which answer is looked at: under the pointer, or chosen, which is part of the link. */
export class LookState {
  hovered: AnswerToken | undefined = $state.raw();
  /** What was hovered last: its details stay when the pointer leaves the text. */
  private last: AnswerToken | undefined = $state.raw();

  constructor(private readonly settings: SettingsState) {}

  get chosen(): AnswerToken | undefined {
    const text = this.settings.get("answerToken");
    const letter = Object.entries(LETTERS).find(([letter]) => text.startsWith(letter));
    return letter && { role: letter[1], position: Number(text.slice(1)) };
  }

  /** The token whose details are shown. */
  get shown(): AnswerToken | undefined {
    return this.hovered ?? this.chosen ?? this.last;
  }

  hover(role: AnswerRole, position: number | null): void {
    this.hovered = position === null ? undefined : { role, position };
    if (this.hovered) this.last = this.hovered;
  }

  choose(token: AnswerToken | undefined): void {
    const letter = Object.entries(LETTERS).find(([, role]) => role === token?.role)?.[0];
    this.settings.set("answerToken", token && letter ? `${letter}${token.position}` : "");
  }

  hoveredIn(role: AnswerRole): number | null {
    return this.hovered?.role === role ? this.hovered.position : null;
  }

  chosenIn(role: AnswerRole): number | null {
    const { chosen } = this;
    return chosen?.role === role ? chosen.position : null;
  }
}
