import type { KeyValueStore } from "./draftStore";

export const THEMES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEMES)[number];

const KEY = "rl-on-off:theme";

/** Light, dark, or as the system wishes; remembered where the browser allows it. */
export class ThemeState {
  choice: ThemeChoice = $state("system");

  /**
   * @param open gives the store; it may throw
   * @param apply shows the choice
   */
  constructor(
    private readonly open: () => KeyValueStore,
    private readonly apply: (choice: ThemeChoice) => void,
  ) {
    this.choice = this.remembered();
    this.apply(this.choice);
  }

  /** System, light, dark, and around again. */
  next(): void {
    this.choice = THEMES[(THEMES.indexOf(this.choice) + 1) % THEMES.length] as ThemeChoice;
    this.apply(this.choice);
    try {
      this.open().setItem(KEY, this.choice);
    } catch {
      return;
    }
  }

  private remembered(): ThemeChoice {
    try {
      const text = this.open().getItem(KEY);
      return THEMES.find((theme) => theme === text) ?? "system";
    } catch {
      return "system";
    }
  }
}
