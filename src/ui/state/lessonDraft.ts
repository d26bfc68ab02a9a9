import type { KeyValueStore } from "./draftStore";

/** Text by key, as the browser keeps it. */
export type ClearableStore = KeyValueStore & Pick<Storage, "removeItem">;

const KEY = "rl-on-off:lesson-draft";

/** Keeps the lesson that is being written, where the browser allows it. */
export class LessonDraft {
  /** @param open gives the store; it may throw */
  constructor(private readonly open: () => ClearableStore) {}

  /** Whether the browser lets the page look for a draft at all. */
  get available(): boolean {
    try {
      this.open().getItem(KEY);
      return true;
    } catch {
      return false;
    }
  }

  load(): string | undefined {
    try {
      return this.open().getItem(KEY) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** Whether the browser kept it. */
  save(text: string): boolean {
    try {
      this.open().setItem(KEY, text);
      return true;
    } catch {
      return false;
    }
  }

  /** Nothing of the draft stays in the browser. */
  clear(): void {
    try {
      this.open().removeItem(KEY);
    } catch {
      return;
    }
  }
}
