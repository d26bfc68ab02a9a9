import type { ComparisonDigest } from "../../core/compare/digest";
import {
  MAX_LINK_LENGTH,
  readLink,
  TEXT_SETTINGS,
  writeLink,
  type Link,
  type LinkNotice,
  type View,
} from "../../core/config/link";
import { POLICY_SETTINGS } from "../../core/generation/switching/policies";
import { SETTINGS, type SettingId, type Settings } from "../../core/config/settings";
import type { TokenId } from "../../core/model";
import { sameIds } from "./sameTexts";
import type { SettingsState } from "./settings.svelte";
import type { BeyondText } from "./view.svelte";

/** The part of the browser's address bar that is used. */
export interface AddressBar {
  readonly hash: string;
  /** Replaces the hash without a new entry in the history. */
  replace(hash: string): void;
  /** Goes to another hash, with a way back. */
  go?(hash: string): void;
}

/** What is too long for any link. */
export type LeftOut = "nothing" | "branches" | "texts";

/** The settings a link carries, and what had to be left out of it. An example brings its own texts, so its link names only the example. */
export function linkedSettings(settings: Settings): { linked: Settings; leftOut: LeftOut } {
  if (settings.recording !== "") return { linked: withoutTexts(settings), leftOut: "nothing" };
  if (fits(settings)) return { linked: settings, leftOut: "nothing" };
  const single = { ...settings, branches: [] };
  if (fits(single)) return { linked: single, leftOut: "branches" };
  return { linked: withoutTexts(settings), leftOut: "texts" };
}

function fits(settings: Settings): boolean {
  return writeLink("compare", settings).length <= MAX_LINK_LENGTH;
}

function withoutTexts(settings: Settings): Settings {
  const defaults = TEXT_SETTINGS.map((id) => [id, SETTINGS[id].default]);
  return { ...settings, ...(Object.fromEntries(defaults) as Partial<Settings>) };
}

/** How models write: what was compared stays the same whatever these are. */
const WRITING = [
  ...(Object.keys(POLICY_SETTINGS) as (keyof typeof POLICY_SETTINGS)[]),
  "policy",
  "divergence",
  "switchThreshold",
  "switchBack",
  "start",
  "draftLength",
  "forced",
  "switchBranches",
  "showControl",
  "expected",
  "stopStrings",
  "endRepetition",
  "samplingTemperature",
  "topK",
  "topP",
  "minP",
  "seed",
  "sample",
  "maxNewTokens",
] as const satisfies readonly SettingId[];

function pick(settings: Settings, ids: readonly SettingId[]): Partial<Settings> {
  return Object.fromEntries(ids.map((id) => [id, settings[id]])) as Partial<Settings>;
}

/** The page's state in its address. */
export class LinkState {
  view: View = $state("compare");
  /** What in the opened link was not taken as it stood, until it is dismissed. */
  notices: readonly LinkNotice[] = $state.raw([]);
  /** Settings of the opened link; those about positions are held against the text once its length is known. */
  private given: ReadonlySet<SettingId> = new Set();
  private fitted = true;
  /** The solution of the opened link, where it names both its text and its tokens; until those are held together. */
  private unchecked: Pick<Settings, "solution" | "solutionIds"> | undefined;
  /** The address as it was last read or written. */
  private seen: string | undefined;

  constructor(
    private readonly settings: SettingsState,
    private readonly bar: AddressBar,
    /** What the link is to say of a view's result. */
    private readonly digest: (view: View) => ComparisonDigest | undefined = () => undefined,
  ) {}

  /** Takes the settings of the address; what it does not name becomes the default. */
  read(): Link {
    this.seen = this.bar.hash;
    const { link, notices } = readLink(this.seen);
    this.settings.assign(link.settings);
    this.view = link.view;
    this.notices = notices;
    this.given = link.given;
    this.fitted = false;
    const { solution, solutionIds } = link.settings;
    const both = link.given.has("solution") && solution !== "" && solutionIds.length > 0;
    this.unchecked = both ? { solution, solutionIds } : undefined;
    return link;
  }

  /**
   * Takes the address where it asks for nothing but a view of the texts that stand, or another way of writing on: then
   * nothing has to be opened. False where it asks for more.
   */
  turn(): boolean {
    const { link, notices } = readLink(this.bar.hash);
    const { linked } = linkedSettings(this.settings.all());
    const asWritten = { ...link.settings, ...pick(linked, WRITING) };
    if (writeLink("compare", asWritten) !== writeLink("compare", linked)) return false;
    this.seen = this.bar.hash;
    this.settings.assign(pick(link.settings, WRITING));
    this.view = link.view;
    this.notices = notices;
    return true;
  }

  /** Tokens were spelled out: names where the opened link said of them that they were another text. */
  spell(ids: readonly TokenId[], text: string): void {
    const { unchecked } = this;
    if (unchecked === undefined || !sameIds(unchecked.solutionIds, ids)) return;
    this.unchecked = undefined;
    if (unchecked.solution === text) return;
    const [key, beside] = [SETTINGS.solution.url, SETTINGS.solutionIds.url];
    this.notices = [...this.notices, { type: "other-text", key, beside }];
  }

  /**
   * The first text since the address was read is known: names what the address said of positions beyond its end.
   *
   * @param length tokens of the text
   */
  fit(beyond: readonly BeyondText[], length: number): void {
    if (this.fitted) return;
    this.fitted = true;
    const named = beyond.flatMap(({ setting, from, to }): LinkNotice[] => {
      if (!this.given.has(setting)) return [];
      const key = SETTINGS[setting].url;
      const notice = { type: "beyond-text", key, setting, from, last: length - 1 } as const;
      return [to === undefined ? notice : { ...notice, to }];
    });
    if (named.length > 0) this.notices = [...this.notices, ...named];
  }

  /** The hash of what is set now. */
  get hash(): string {
    return this.hashWith({});
  }

  /** The hash of what is set now but for some settings. */
  hashWith(changed: Partial<Settings>, view: View = this.view): string {
    const { linked, leftOut } = linkedSettings({ ...this.settings.all(), ...changed });
    const digest = leftOut === "texts" ? undefined : this.digest(view);
    const hash = writeLink(view, linked, digest);
    return hash.length <= MAX_LINK_LENGTH ? hash : writeLink(view, linked);
  }

  /** What the hash leaves out because no link can hold it. */
  get leftOut(): LeftOut {
    return linkedSettings(this.settings.all()).leftOut;
  }

  /** Writes the hash, unless the address was changed by someone else since: that is to be read first. */
  write(): void {
    if (this.seen !== undefined && this.bar.hash !== this.seen) return;
    const { hash } = this;
    if (hash !== this.bar.hash) this.bar.replace(hash);
    this.seen = this.bar.hash;
  }

  /** Opens another state of the page as its link does, so that Back leads here again. */
  follow(changed: Partial<Settings>, view: View): void {
    this.write();
    this.bar.go?.(this.hashWith(changed, view));
  }

  dismiss(): void {
    this.notices = [];
  }
}
