import type { MeasureId } from "../../core/compare/measures";
import type { ValueInterval } from "../../core/compare/valueInterval";
import { SETTINGS } from "../../core/config/settings";
import { writeValue } from "../../core/config/values";
import type { SettingsState } from "./settings.svelte";

/** A setting that held positions beyond the end of the text, as links write it: before, and what is left of it. */
export interface BeyondText {
  setting: "chosen" | "pins" | "range";
  from: string;
  to: string | undefined;
}

/** What of the text is looked at: hovered, chosen, pinned, brushed. The last three are part of the link. */
export class ViewState {
  hovered: number | null = $state(null);
  /** What was hovered last: its details stay when the pointer leaves the text. */
  last: number | null = $state(null);
  /** Values of a measure selected in its histogram; no other measure is selected by them. */
  values: { measure: MeasureId; interval: ValueInterval } | null = $state.raw(null);

  constructor(private readonly settings: SettingsState) {}

  get chosen(): number | null {
    const chosen = this.settings.get("chosen");
    return chosen < 0 ? null : chosen;
  }

  get pins(): readonly number[] {
    return this.settings.get("pins");
  }

  /** Positions selected on an axis, both inclusive. */
  get range(): readonly [number, number] | null {
    return this.settings.get("range");
  }

  set range(range: readonly [number, number] | null) {
    this.settings.set("range", range);
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

  /** Nothing hovered, and no values selected: what no link brings. */
  forget(): void {
    this.hovered = null;
    this.last = null;
    this.values = null;
  }

  /** Nothing chosen, pinned, brushed or hovered. */
  clear(): void {
    this.forget();
    this.range = null;
    this.choose(null);
    this.settings.set("pins", []);
  }

  /** Lets go of what lies beyond a text of this length, cuts the selection at its end, and tells of both. */
  fit(length: number): BeyondText[] {
    const within = (position: number) => position < length;
    if (this.hovered !== null && !within(this.hovered)) this.hovered = null;
    if (this.last !== null && !within(this.last)) this.last = null;
    const { chosen, pins, range } = this;
    const before = new Map(FITTED.map((setting) => [setting, this.written(setting)]));
    if (chosen !== null && !within(chosen)) this.choose(null);
    if (!pins.every(within)) this.settings.set("pins", pins.filter(within));
    if (range && !within(range[1])) this.range = within(range[0]) ? [range[0], length - 1] : null;
    return FITTED.flatMap((setting) => {
      const [from, to] = [before.get(setting), this.written(setting)];
      return from === undefined || from === to ? [] : [{ setting, from, to }];
    });
  }

  /** A setting as links write it; undefined where it is at its default. */
  private written(setting: BeyondText["setting"]): string | undefined {
    const row = SETTINGS[setting];
    const text = writeValue(row, this.settings.get(setting));
    return text === writeValue(row, row.default) ? undefined : text;
  }
}

const FITTED = ["chosen", "pins", "range"] as const;
