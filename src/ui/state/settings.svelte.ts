import { SvelteMap } from "svelte/reactivity";
import {
  defaultSettings,
  SETTING_ROWS,
  SETTINGS,
  type SettingId,
  type Settings,
} from "../../core/config/settings";
import { clampNumber } from "../../core/config/values";

/** Everything a person has set, one signal a row: who reads one setting is not woken by another. */
export class SettingsState {
  private readonly values = new SvelteMap<SettingId, unknown>(Object.entries(defaultSettings()) as never);

  get<Id extends SettingId>(id: Id): Settings[Id] {
    return this.values.get(id) as Settings[Id];
  }

  /** Numbers are clamped to what the row allows; what is no number leaves the setting as it was. */
  set<Id extends SettingId>(id: Id, value: Settings[Id]): void {
    const row = SETTINGS[id];
    if (row.kind !== "number") this.values.set(id, value);
    else if (!Number.isNaN(value)) this.values.set(id, clampNumber(row, value as number));
  }

  /** Several at once. */
  assign(settings: Partial<Settings>): void {
    for (const [id] of SETTING_ROWS) {
      const value = settings[id];
      if (value !== undefined) this.set(id, value);
    }
  }

  /** A plain copy of all of them; reading it listens to every row. */
  all(): Settings {
    return Object.fromEntries(SETTING_ROWS.map(([id]) => [id, this.values.get(id)])) as Settings;
  }
}
