import { readStudy, studyJson } from "../../../core/study/studyFile";
import type { Study } from "../../../core/study/study";
import type { KeyValueStore } from "../draftStore";

const KEY = "rl-on-off:study:1";
const OWN_KEY = "rl-on-off:study-problems:1";

/**
 * Keeps one study and the text of pasted problems, so that they survive a reload. A store that is switched off, full or
 * holds something else is tolerated: what cannot be kept is not kept, and what cannot be read is absent.
 */
export class StudyStore {
  /** @param open gives the store; it may throw, as `localStorage` does where storage is forbidden. */
  constructor(private readonly open: () => KeyValueStore) {}

  load(): Study | undefined {
    try {
      const text = this.open().getItem(KEY);
      return text === null || text === "" ? undefined : readStudy(text);
    } catch {
      return undefined;
    }
  }

  /** The pasted problems' text; empty where there is none. */
  loadOwn(): string {
    try {
      return this.open().getItem(OWN_KEY) ?? "";
    } catch {
      return "";
    }
  }

  saveOwn(text: string): void {
    try {
      this.open().setItem(OWN_KEY, text);
    } catch {
      // Too long or forbidden: the text is there until the page is left.
    }
  }

  /** Whether the study is kept; undefined forgets the one that was. */
  save(study: Study | undefined): boolean {
    try {
      this.open().setItem(KEY, study === undefined ? "" : studyJson(study));
      return true;
    } catch {
      return false;
    }
  }
}
