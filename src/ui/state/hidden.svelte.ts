import { HIDEABLE, type HideableId } from "../../core/config/hideable";
import type { SettingsState } from "./settings.svelte";

/** The controls that the link hides. What only shows something is never among them. */
export class HiddenControls {
  constructor(private readonly settings: SettingsState) {}

  has(id: HideableId): boolean {
    return this.settings.get("hidden").includes(id);
  }

  /** Labels of what is hidden, in the order of the page. */
  get labels(): string[] {
    return HIDEABLE.filter(({ id }) => this.has(id)).map(({ label }) => label);
  }

  showAll(): void {
    this.settings.set("hidden", []);
  }
}
