import { MAX_LINK_LENGTH, readLink, writeLink, type Link, type LinkNotice } from "../../core/config/link";
import type { Settings } from "../../core/config/settings";
import type { SettingsState } from "./settings.svelte";

/** The part of the browser's address bar that is used. */
export interface AddressBar {
  readonly hash: string;
  /** Replaces the hash without a new entry in the history. */
  replace(hash: string): void;
}

/**
 * The settings a link carries. An example brings its own texts, so its link names only the example; texts too long for
 * any link are left out.
 */
export function linkedSettings(settings: Settings): Settings {
  const linked = settings.recording === "" ? settings : withoutTexts(settings);
  return writeLink("compare", linked).length <= MAX_LINK_LENGTH ? linked : withoutTexts(linked);
}

function withoutTexts(settings: Settings): Settings {
  return { ...settings, prompt: "", solution: "", solutionIds: [], chat: true };
}

/** The page's state in its address. */
export class LinkState {
  /** What in the opened link was not taken as it stood, until it is dismissed. */
  notices: readonly LinkNotice[] = $state.raw([]);

  constructor(
    private readonly settings: SettingsState,
    private readonly bar: AddressBar,
  ) {}

  /** Takes the settings of the address; what it does not name becomes the default. */
  read(): Link {
    const { link, notices } = readLink(this.bar.hash);
    this.settings.assign(link.settings);
    this.notices = notices;
    return link;
  }

  /** The hash of what is set now. */
  get hash(): string {
    return writeLink("compare", linkedSettings(this.settings.all()));
  }

  /** Whether the texts are too long for a link, so that the hash leaves them out. */
  get leavesTextOut(): boolean {
    const all = this.settings.all();
    return all.recording === "" && linkedSettings(all) !== all;
  }

  write(): void {
    const { hash } = this;
    if (hash !== this.bar.hash) this.bar.replace(hash);
  }

  dismiss(): void {
    this.notices = [];
  }
}
