import type { KeyValueStore } from "./draftStore";

const KEY = "rl-on-off:lesson-draft";

/** Keeps the lesson that is being written, where the browser allows it. */
export class LessonDraft {
  /** @param open gives the store; it may throw */
  constructor(private readonly open: () => KeyValueStore) {}

  load(): string | undefined {
    try {
      return this.open().getItem(KEY) ?? undefined;
    } catch {
      return undefined;
    }
  }

  save(text: string): void {
    try {
      this.open().setItem(KEY, text);
    } catch {
      return;
    }
  }
}
