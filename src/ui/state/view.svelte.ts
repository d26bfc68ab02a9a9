import { SETTINGS } from "../../core/config/settings";
import type { SettingsState } from "./settings.svelte";

/** What of the text is looked at: hovered, chosen, pinned, brushed. Chosen and pinned are part of the link. */
export class ViewState {
  hovered: number | null = $state(null);
  /** What was hovered last: its details stay when the pointer leaves the text. */
  last: number | null = $state(null);
  /** Positions selected on an axis, both inclusive. */
  range: readonly [number, number] | null = $state.raw(null);

  constructor(private readonly settings: SettingsState) {}

  get chosen(): number | null {
    const chosen = this.settings.get("chosen");
    return chosen < 0 ? null : chosen;
  }

  get pins(): readonly number[] {
    return this.settings.get("pins");
  }

  /** The position whose details are shown: under the pointer, else chosen. */
  get shown(): number | null {
    return this.hovered ?? this.chosen;
  }

  hover(position: number | null): void {
    this.hovered = position;
    if (position !== null) this.last = position;
  }

  choose(position: number | null): void {
    this.settings.set("chosen", position ?? -1);
  }

  isPinned(position: number): boolean {
    return this.pins.includes(position);
  }

  togglePin(position: number): void {
    const { pins } = this;
    const rest = pins.filter((pin) => pin !== position);
    const all = rest.length < pins.length ? rest : [...pins, position];
    this.settings.set("pins", all.slice(-SETTINGS.pins.maxLength));
  }

  /** Nothing chosen, pinned, brushed or hovered. */
  clear(): void {
    this.hovered = null;
    this.last = null;
    this.range = null;
    this.choose(null);
    this.settings.set("pins", []);
  }

  /** Lets go of what lies beyond a text of this length. */
  fit(length: number): void {
    const within = (position: number) => position < length;
    if (this.hovered !== null && !within(this.hovered)) this.hovered = null;
    if (this.last !== null && !within(this.last)) this.last = null;
    if (this.chosen !== null && !within(this.chosen)) this.choose(null);
    if (!this.pins.every(within)) this.settings.set("pins", this.pins.filter(within));
    if (this.range && !within(this.range[1])) this.range = null;
  }
}
