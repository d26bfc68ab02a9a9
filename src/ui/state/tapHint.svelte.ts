import type { KeyValueStore } from "./draftStore";

const KEY = "rl-on-off:tapped";

/** Whether the person still has to be told that tokens can be tapped; remembered where the browser allows it. */
export class TapHintState {
  wanted = $state(false);

  /** @param open gives the store; it may throw */
  constructor(private readonly open: () => KeyValueStore) {
    try {
      this.wanted = this.open().getItem(KEY) === null;
    } catch {
      this.wanted = true;
    }
  }

  /** A token was chosen: the hint has done its work, for good. */
  done(): void {
    if (!this.wanted) return;
    this.wanted = false;
    try {
      this.open().setItem(KEY, "1");
    } catch {
      return;
    }
  }
}
